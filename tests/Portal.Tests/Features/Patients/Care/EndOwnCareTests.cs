using Portal.Features.Patients.Care;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients.Care;

[Trait("Norm", "164.308(a)(4)")]
public sealed class EndOwnCareTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly CareScene scene = new(portal);

    [Fact]
    public async Task Who_gives_up_the_own_care_opens_the_record_no_more_and_the_team_still_does()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var colleague = await scene.PersonAsync();
        await scene.ReferAsync(clinician, patient, colleague);

        (await EndAsync(colleague, patient)).ShouldBe(CareOutcome.Done);

        (await scene.OpensAsync(colleague, patient)).ShouldBeFalse();
        (await scene.OpensAsync(clinician, patient)).ShouldBeTrue();
        (await EndAsync(colleague, patient)).ShouldBe(CareOutcome.NotFound);
    }

    private Task<CareOutcome> EndAsync(Actor actor, Portal.Kernel.PatientId patient) => portal.Get<EndOwnCare>().ForAsync(actor, Purpose.Treatment, patient, default);
}
