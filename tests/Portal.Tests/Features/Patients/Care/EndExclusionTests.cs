using Portal.Features.Patients.Care;
using Portal.Features.Patients.Care.Exclusions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Patients.Care;

public sealed class EndExclusionTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly CareScene scene = new(portal);

    [Fact]
    public async Task The_person_opens_the_record_again_as_far_as_the_work_gives_cause_to()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var myself = await scene.PersonAsync(Role.Patient, patient);
        await scene.ExcludeAsync(myself, patient, clinician);

        (await EndAsync(myself, patient, clinician)).ShouldBe(CareOutcome.Done);

        (await scene.OpensAsync(clinician, patient)).ShouldBeTrue();
        (await EndAsync(myself, patient, clinician)).ShouldBe(CareOutcome.NotFound);
        (await scene.EntriesAsync(patient, AuditAction.Delete, AuditResource.Exclusion)).ShouldContain((AuditOutcome.Allowed, null));
    }

    [Fact]
    public async Task Who_is_excluded_does_not_end_it()
    {
        var (clinician, patient) = await scene.TeamAsync();
        await scene.ExcludeAsync(await scene.PersonAsync(Role.Patient, patient), patient, clinician);

        (await EndAsync(clinician, patient, clinician)).ShouldBe(CareOutcome.NotFound);
        (await scene.OpensAsync(clinician, patient)).ShouldBeFalse();
    }

    private Task<CareOutcome> EndAsync(Actor actor, PatientId patient, Actor whom) =>
        portal.Get<EndExclusion>().ForAsync(actor, Purpose.PatientRequest, patient, whom.Account!.Value, default);
}
