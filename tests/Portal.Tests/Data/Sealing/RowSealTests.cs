using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Data.Sealing;

/// <summary>Rows changed by SQL as the superuser: each is damaged when it is read, and what stands beside it still shows.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class RowSealTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    public static TheoryData<string> ObservationEdits =>
    [
        "at = at - interval '1 day'",
        "at = at + interval '1 microsecond'",
        "version = version + 1",
        "seal_format = 1",
        "seal_format = 3",
        "by_hand = 1",
        "seal_format = -1",
        "encounter_id = gen_random_uuid()",
        "code = details, details = code",
        "code = NULL",
        "code = ''",
        "details = substr(details, 1, 40)",
        "details = set_byte(details, length(details) - 1, get_byte(details, length(details) - 1) # 1)",
        "seal = ''",
        "seal = substr(seal, 1, 8)",
        "seal = set_byte(seal, 0, get_byte(seal, 0) # 1)",
        "id = gen_random_uuid()",
    ];

    [Theory, MemberData(nameof(ObservationEdits))]
    public async Task Given_a_row_changed_by_SQL_When_the_record_is_opened_Then_that_row_is_damaged_and_the_rest_shows(string edit)
    {
        var (clinician, patient) = await PatientAsync();
        await portal.Database.AsSuperuserAsync(
            $"UPDATE clinical.observations SET {edit} WHERE id = (SELECT id FROM clinical.observations WHERE patient_id = $1 ORDER BY at LIMIT 1)", patient.Value);

        var record = await OpenAsync(clinician, patient);

        record.Observations.Count.ShouldBe(2);
        var damaged = record.Observations.Single(item => item.Details.IsDamaged);
        damaged.Code.HasValue.ShouldBeFalse();
        record.Observations.Count(item => item.Details.HasValue && item.Code.HasValue).ShouldBe(1);
        record.Banner.Name.HasValue.ShouldBeTrue();
    }

    [Fact]
    public async Task Given_a_value_moved_to_another_row_of_the_same_patient_Then_the_row_is_damaged()
    {
        var (clinician, patient) = await PatientAsync();
        await portal.Database.AsSuperuserAsync("""
            UPDATE clinical.observations o SET details = (SELECT details FROM clinical.observations x WHERE x.patient_id = $1 AND x.id <> o.id)
            WHERE o.id = (SELECT id FROM clinical.observations WHERE patient_id = $1 ORDER BY at LIMIT 1)
            """, patient.Value);

        (await OpenAsync(clinician, patient)).Observations.Count(item => item.Details.IsDamaged).ShouldBe(1);
    }

    [Fact]
    public async Task Given_a_row_moved_to_another_patient_Then_neither_record_shows_it()
    {
        var (clinician, patient) = await PatientAsync();
        var other = await SamplePatients.AddAsync(portal, clinician.Account);
        await portal.Database.AsSuperuserAsync(
            "UPDATE clinical.observations SET patient_id = $2 WHERE id = (SELECT id FROM clinical.observations WHERE patient_id = $1 LIMIT 1)", patient.Value, other.Value);

        (await OpenAsync(clinician, patient)).Observations.ShouldHaveSingleItem().Details.HasValue.ShouldBeTrue();
        var theirs = (await OpenAsync(clinician, other)).Observations;
        theirs.Count.ShouldBe(3);
        theirs.Count(item => item.Details.IsDamaged).ShouldBe(1);
    }

    [Fact]
    public async Task Given_an_older_state_put_back_under_the_newer_version_Then_the_row_is_damaged()
    {
        var (clinician, patient) = await PatientAsync();
        var id = (Guid)(await portal.Database.AsSuperuserAsync("SELECT id FROM clinical.observations WHERE patient_id = $1 LIMIT 1", patient.Value))!;
        await portal.Database.AsSuperuserAsync("CREATE TABLE IF NOT EXISTS public.kept AS SELECT * FROM clinical.observations WHERE false");
        await portal.Database.AsSuperuserAsync("INSERT INTO public.kept SELECT * FROM clinical.observations WHERE id = $1", id);
        await Changes.EditAsync(portal, patient, id);
        (await OpenAsync(clinician, patient)).Observations.ShouldAllBe(item => item.Details.HasValue);

        await portal.Database.AsSuperuserAsync(
            "UPDATE clinical.observations o SET details = k.details, seal = k.seal FROM public.kept k WHERE k.id = o.id AND o.id = $1", id);

        (await OpenAsync(clinician, patient)).Observations.Single(item => item.Id == id).Details.IsDamaged.ShouldBeTrue();
    }

    [Theory]
    [InlineData("name = (SELECT name FROM roster.patients WHERE patient_id = $2)")] // another patient's
    [InlineData("name = mrn")] // another column's
    [InlineData("name = (SELECT name FROM pii.patients WHERE patient_id = $1)")] // another table's
    [InlineData("version = version + 1")]
    [InlineData("seal = (SELECT seal FROM roster.patients WHERE patient_id = $2)")]
    public async Task Given_a_list_row_changed_by_SQL_Then_list_and_search_mark_it_and_show_the_others(string edit)
    {
        var (clinician, patient) = await PatientAsync();
        var other = await SamplePatients.AddAsync(portal, clinician.Account);
        await portal.Database.AsSuperuserAsync(
            $"UPDATE roster.patients SET {edit} WHERE patient_id = $1 AND $2 <> $1", patient.Value, other.Value);

        var list = await portal.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, null, default);
        var search = await portal.Get<SearchPatients>().ForAsync(clinician, Purpose.Treatment, "muller", null, default);

        foreach (var items in new[] { list.Items, search.Items })
        {
            items.Single(item => item.Id == patient).Name.IsDamaged.ShouldBeTrue();
            items.Single(item => item.Id == patient).Mrn.HasValue.ShouldBeFalse();
            items.Single(item => item.Id == other).Name.HasValue.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Given_an_identity_row_that_names_another_patient_Then_the_record_does_not_open_as_either()
    {
        var (clinician, patient) = await PatientAsync();
        var other = await SamplePatients.AddAsync(portal, assignTo: null);
        await portal.Database.AsSuperuserAsync("UPDATE pii.patients SET patient_id = $2 WHERE id = $1", patient.Value, other.Value);

        // The row belongs to the other one now, and what the Gate opened does not reach that far.
        (await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, patient, default)).ShouldBeNull();
        (await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, other, default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("account_id = $2")]
    [InlineData("\"end\" = NULL, account_id = $2")]
    [InlineData("start = start - interval '1 year', account_id = $2")]
    public async Task Given_a_care_relationship_turned_to_another_clinician_by_SQL_Then_it_opens_nothing(string edit)
    {
        var (_, patient) = await PatientAsync();
        var intruder = Person(Role.Clinician);
        await portal.Database.AsSuperuserAsync($"UPDATE care.relationships SET {edit} WHERE patient_id = $1", patient.Value, intruder.Account!.Value.Value);

        (await portal.Get<OpenRecord>().ForAsync(intruder, Purpose.Treatment, patient, default)).ShouldBeNull();
        (await portal.Get<ListMyPatients>().ForAsync(intruder, Purpose.Treatment, null, default)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_row_as_it_was_written_verifies_on_both_paths()
    {
        var (_, patient) = await PatientAsync();
        await using var db = portal.Open();

        var rows = await db.Set<Observation>().Where(row => row.PatientId == patient).ToListAsync();
        var identity = await db.Set<Patient>().SingleAsync(row => row.PatientId == patient);

        rows.ShouldAllBe(row => !row.SealBroken);
        identity.SealBroken.ShouldBeFalse();
    }

    private async Task<(Actor Clinician, PatientId Patient)> PatientAsync()
    {
        var clinician = Person(Role.Clinician);
        return (clinician, await SamplePatients.AddAsync(portal, clinician.Account));
    }

    private async Task<RecordView> OpenAsync(Actor clinician, PatientId patient) =>
        (await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, patient, default)).ShouldNotBeNull();

    private static Actor Person(Role role) => Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local);
}
