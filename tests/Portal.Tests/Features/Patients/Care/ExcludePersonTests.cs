using Portal.Features.Patients;
using Portal.Features.Patients.Care;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Patients.Care;

[Trait("Norm", "164.312(a)(1)")]
public sealed class ExcludePersonTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly CareScene scene = new(portal);

    [Fact]
    public async Task The_team_itself_opens_the_record_no_more_and_the_refusal_says_why()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var myself = await scene.PersonAsync(Role.Patient, patient);

        (await scene.ExcludeAsync(myself, patient, clinician)).ShouldBe(CareOutcome.Done);

        (await scene.OpensAsync(clinician, patient)).ShouldBeFalse();
        (await scene.EntriesAsync(patient, AuditAction.Read, AuditResource.Patient)).ShouldContain((AuditOutcome.Denied, nameof(Decision.Excluded)));
        (await portal.Get<ListMyPatients>().ForAsync(clinician, Purpose.Treatment, null, default)).Items.ShouldBeEmpty();
        (await scene.ExcludeAsync(myself, patient, clinician)).ShouldBe(CareOutcome.Already);
    }

    [Fact]
    public async Task The_desk_and_billing_are_excluded_like_everybody()
    {
        var (myself, patient) = await scene.SelfAsync();
        var (desk, clerk) = (await scene.PersonAsync(Role.FrontDesk), await scene.PersonAsync(Role.BillingClerk));
        await scene.ExcludeAsync(myself, patient, desk);
        await scene.ExcludeAsync(myself, patient, clerk);

        (await portal.Get<OpenRegistration>().ForAsync(desk, Purpose.Operations, patient, default)).ShouldBeNull();
        (await portal.Get<OpenBillingRecord>().ForAsync(clerk, Purpose.Payment, patient, default)).ShouldBeNull();
        (await portal.Get<OpenRegistration>().ForAsync(await scene.PersonAsync(Role.FrontDesk), Purpose.Operations, patient, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Nobody_excludes_anybody_from_anothers_record()
    {
        var (myself, _) = await scene.SelfAsync();
        var (clinician, other) = await scene.TeamAsync();

        (await scene.ExcludeAsync(myself, other, clinician)).ShouldBe(CareOutcome.NotFound);
        (await scene.ExcludeAsync(clinician, other, clinician)).ShouldBe(CareOutcome.NotFound);

        (await scene.OpensAsync(clinician, other)).ShouldBeTrue();
    }

    [Fact]
    public async Task Only_staff_can_be_excluded()
    {
        var (myself, patient) = await scene.SelfAsync();
        var (another, _) = await scene.SelfAsync();

        (await scene.ExcludeAsync(myself, patient, another)).ShouldBe(CareOutcome.NoColleague);
        (await scene.ExcludeAsync(myself, patient, People.Clinician())).ShouldBe(CareOutcome.NoColleague); // has no account
    }
}
