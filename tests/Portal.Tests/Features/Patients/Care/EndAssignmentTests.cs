using Portal.Features.Patients.Care;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Patients.Care;

[Trait("Norm", "164.308(a)(4)")]
public sealed class EndAssignmentTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly CareScene scene = new(portal);

    [Fact]
    public async Task The_record_closes_to_the_colleague_at_once_and_stays_open_to_the_others()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var colleague = await scene.PersonAsync();
        await scene.ReferAsync(clinician, patient, colleague);
        var desk = await scene.PersonAsync(Role.FrontDesk);

        (await EndAsync(desk, patient, clinician)).ShouldBe(CareOutcome.Done);

        (await scene.OpensAsync(clinician, patient)).ShouldBeFalse();
        (await scene.OpensAsync(colleague, patient)).ShouldBeTrue();
        (await EndAsync(desk, patient, clinician)).ShouldBe(CareOutcome.NotFound);
        (await scene.EntriesAsync(patient, AuditAction.Grant, AuditResource.CareTeam)).ShouldContain((AuditOutcome.Failed, "care-NotFound"));
    }

    [Fact]
    public async Task A_clinician_ends_nobody_elses_care()
    {
        var (clinician, patient) = await scene.TeamAsync();

        (await EndAsync(clinician, patient, clinician)).ShouldBe(CareOutcome.NotFound);
        (await scene.OpensAsync(clinician, patient)).ShouldBeTrue();
    }

    private Task<CareOutcome> EndAsync(Actor actor, Portal.Kernel.PatientId patient, Actor whom) =>
        portal.Get<EndAssignment>().ForAsync(actor, Purpose.Operations, patient, whom.Account!.Value, default);
}
