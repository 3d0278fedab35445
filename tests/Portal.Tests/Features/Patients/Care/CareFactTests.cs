using Portal.Features.Patients;
using Portal.Features.Patients.Care;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Patients.Care;

[Trait("Norm", "164.312(a)(1)")]
public sealed class CareFactTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly CareScene scene = new(portal);

    [Theory]
    [InlineData(CareSource.Encounter)]
    [InlineData(CareSource.Referral)]
    public async Task An_encounter_and_a_referral_open_a_record_until_their_end_and_not_one_that_is_sensitive(CareSource source)
    {
        var (clinician, patient) = await scene.TeamAsync();
        var now = portal.Clock.GetUtcNow();
        var colleague = People.Clinician();
        await scene.TieAsync(patient, colleague.Account!.Value, source, now.AddDays(-1), now.AddDays(1));

        (await scene.OpensAsync(colleague, patient)).ShouldBeTrue();
        (await portal.Get<ListMyPatients>().ForAsync(colleague, Purpose.Treatment, null, default)).Items.ShouldHaveSingleItem().Id.ShouldBe(patient);

        await scene.MarkAsync(clinician, patient);
        (await scene.OpensAsync(colleague, patient)).ShouldBeFalse();
        (await scene.OpensAsync(clinician, patient)).ShouldBeTrue();
        (await portal.Get<ListMyPatients>().ForAsync(colleague, Purpose.Treatment, null, default)).Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-2, -1)]
    [InlineData(-2, 0)]
    [InlineData(1, 2)]
    public async Task What_lapsed_or_has_not_begun_opens_nothing(int startsIn, int endsIn)
    {
        var (_, patient) = await scene.TeamAsync();
        var now = portal.Clock.GetUtcNow();
        var colleague = People.Clinician();
        await scene.TieAsync(patient, colleague.Account!.Value, CareSource.Referral, now.AddDays(startsIn), now.AddDays(endsIn));

        (await scene.OpensAsync(colleague, patient)).ShouldBeFalse();
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_mark_whose_seal_is_broken_still_narrows()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var (now, colleague) = (portal.Clock.GetUtcNow(), People.Clinician());
        await scene.TieAsync(patient, colleague.Account!.Value, CareSource.Referral, now, now.AddDays(1));
        await scene.MarkAsync(clinician, patient);

        await portal.Database.AsSuperuserAsync("UPDATE care.marks SET set_at = set_at - interval '1 day' WHERE patient_id = $1", patient.Value);

        (await scene.OpensAsync(colleague, patient)).ShouldBeFalse();
        var record = await portal.Get<OpenRecord>().ForAsync(clinician, Purpose.Treatment, patient, default);
        record!.Banner.Marks.ShouldHaveSingleItem().Kind.IsDamaged.ShouldBeTrue();
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task An_exclusion_whose_seal_is_broken_excludes_whoever_asks()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var myself = await scene.PersonAsync(Role.Patient, patient);
        var somebody = await scene.PersonAsync(Role.Nurse);
        await scene.ExcludeAsync(myself, patient, somebody);
        (await scene.OpensAsync(clinician, patient)).ShouldBeTrue();

        await portal.Database.AsSuperuserAsync("UPDATE care.exclusions SET account_id = $2 WHERE patient_id = $1", patient.Value, Guid.NewGuid());

        (await scene.OpensAsync(clinician, patient)).ShouldBeFalse();
        (await portal.Get<OpenRegistration>().ForAsync(People.In(Role.FrontDesk), Purpose.Operations, patient, default)).ShouldBeNull();
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_relationship_prolonged_by_SQL_opens_nothing()
    {
        var (_, patient) = await scene.TeamAsync();
        var (now, colleague) = (portal.Clock.GetUtcNow(), People.Clinician());
        await scene.TieAsync(patient, colleague.Account!.Value, CareSource.Referral, now.AddDays(-9), now.AddDays(-1));

        await portal.Database.AsSuperuserAsync("UPDATE care.relationships SET \"end\" = $2 WHERE account_id = $1", colleague.Account!.Value.Value, now.AddDays(9));

        (await scene.OpensAsync(colleague, patient)).ShouldBeFalse();
    }

    [Fact]
    public async Task The_database_takes_no_referral_without_an_end()
    {
        var (_, patient) = await scene.TeamAsync();

        await Should.ThrowAsync<Microsoft.EntityFrameworkCore.DbUpdateException>(
            () => scene.TieAsync(patient, AccountId.New(), CareSource.Referral, portal.Clock.GetUtcNow(), null));
    }
}
