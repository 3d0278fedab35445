using Portal.Data.Postgres.Embedded;
using Portal.Features.BreakGlass;
using Portal.Features.Patients;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;
using Portal.Tests.Data;
using Portal.Tests.Features.Patients.Care;

namespace Portal.Tests.Features.BreakGlass;

[Trait("Norm", "164.502(b), .514(d)")]
public sealed class MeetClosedRecordTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Glass glass = new(portal);

    [Fact]
    public async Task She_sees_initials_birth_year_and_the_end_of_the_number_and_the_entry_says_masked()
    {
        var (actor, patient) = (await glass.ClinicianAsync(), await glass.PatientAsync());

        var view = await MeetAsync(actor, patient);

        (view!.Patient.Initials.ValueOrDefault, view.Patient.BirthYear.ValueOrDefault, view.Patient.MrnEnd.ValueOrDefault).ShouldBe(("Z. M.", 1980, "11"));
        (view.IsExcluded, view.Length, view.ReviewWithin).ShouldBe((false, TimeSpan.FromMinutes(60), TimeSpan.FromHours(72)));
        view.Reasons.Select(one => (one.Reason, one.CoversWriting)).ShouldBe(
        [
            (GlassReason.Emergency, true), (GlassReason.Cover, true), (GlassReason.PatientRequest, false), (GlassReason.PublicHealth, false), (GlassReason.Other, false),
        ]);
        var entry = (await glass.EntriesAsync(patient)).ShouldHaveSingleItem();
        (entry.Action, entry.Resource, entry.Outcome, entry.Reason, entry.Categories).ShouldBe(
            (AuditAction.Read, AuditResource.Patient, AuditOutcome.Allowed, "masked", DataCategories.Identity));
    }

    [Fact]
    public async Task Whom_the_patient_excludes_sees_the_same_few_letters_and_the_one_reason_that_goes_past_it()
    {
        var scene = new CareScene(portal);
        var (actor, (myself, patient)) = (await glass.ClinicianAsync(), await scene.SelfAsync());
        (await scene.ExcludeAsync(myself, patient, actor)).ShouldBe(CareOutcome.Done);

        var view = await MeetAsync(actor, patient);

        (view!.IsExcluded, view.Patient.Initials.HasValue).ShouldBe((true, true));
        view.Reasons.ShouldHaveSingleItem().Reason.ShouldBe(GlassReason.Exclusion);
        (await glass.OpenAsync(actor, patient)).ShouldBeNull();
        (await glass.EntriesAsync(patient)).Where(entry => entry.Account == actor.Account).Select(entry => (entry.Outcome, entry.Reason)).ShouldBe(
            [(AuditOutcome.Allowed, "masked"), (AuditOutcome.Denied, nameof(Decision.Excluded))], ignoreOrder: true);
    }

    [Theory]
    [InlineData(Role.BillingClerk)]
    [InlineData(Role.FrontDesk)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.ComplianceOfficer)]
    [InlineData(Role.Patient)]
    public async Task For_everybody_else_there_is_no_such_record(Role role)
    {
        var patient = await glass.PatientAsync();
        (await MeetAsync(Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local), patient)).ShouldBeNull();
        (await glass.EntriesAsync(patient)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
        (await MeetAsync(await glass.ClinicianAsync(), PatientId.New())).ShouldBeNull();
    }

    [Theory]
    [InlineData("Ada", "Lindqvist", "A. L.")]
    [InlineData("Ada Maria", "Lindqvist", "A. L.")]
    [InlineData("", "Sukarno", "S.")]
    [InlineData("Zoë", "", "Z.")]
    [InlineData("émile", " østby", "É. Ø.")]
    [InlineData("🧒🏽Kid", "Ång", "🧒🏽. Å.")]
    public void Initials_are_letters_as_people_see_them(string given, string family, string initials) =>
        Masked(new PersonName(family, given), "12345678").Initials.ValueOrDefault.ShouldBe(initials);

    [Theory]
    [InlineData("12345678", "78")]
    [InlineData("1234", "34")]
    [InlineData("123", null)]
    [InlineData("1", null)]
    [InlineData("", null)]
    public void Of_a_short_number_nothing_is_shown(string mrn, string? shown) => Masked(new PersonName("L", "A"), mrn).MrnEnd.ValueOrDefault.ShouldBe(shown);

    [Fact]
    public async Task What_was_altered_past_the_portal_stays_damaged()
    {
        var (actor, patient) = (await glass.ClinicianAsync(), await glass.PatientAsync());
        await portal.Database.RunAsync(DatabaseRole.Owner, "UPDATE roster.patients SET version = version + 1 WHERE patient_id = $1", patient.Value);
        var view = (await MeetAsync(actor, patient))!.Patient!;
        (view.Initials.IsDamaged, view.BirthYear.IsDamaged, view.MrnEnd.IsDamaged).ShouldBe((true, true, true));
    }

    private Task<ClosedRecordView?> MeetAsync(Actor actor, PatientId patient) => portal.Get<MeetClosedRecord>().ForAsync(actor, Purpose.Treatment, patient, default);

    private static MaskedPatient Masked(PersonName name, string mrn) =>
        MaskedPatient.Of(Revealed<PersonName>.Of(name), Revealed<DateOnly>.Of(new DateOnly(1980, 2, 29)), Revealed<string>.Of(mrn));
}
