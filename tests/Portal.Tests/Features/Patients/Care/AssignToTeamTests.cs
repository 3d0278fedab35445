using Portal.Features.Patients.Care;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients.Care;

[Trait("Norm", "164.308(a)(4)")]
public sealed class AssignToTeamTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly CareScene scene = new(portal);

    [Fact]
    public async Task The_desk_puts_a_nurse_on_the_team_who_opens_the_record_from_then_on()
    {
        var (_, patient) = await scene.TeamAsync();
        var (desk, nurse) = (await scene.PersonAsync(Role.FrontDesk), await scene.PersonAsync(Role.Nurse));

        (await AssignAsync(desk, patient, nurse)).ShouldBe(CareOutcome.Done);

        (await scene.OpensAsync(nurse, patient)).ShouldBeTrue();
        (await AssignAsync(desk, patient, nurse)).ShouldBe(CareOutcome.Already);
        portal.Clock.Advance(TimeSpan.FromDays(800));
        (await scene.OpensAsync(nurse, patient)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_desk_cannot_put_itself_on_a_team()
    {
        var (_, patient) = await scene.TeamAsync();
        var desk = await scene.PersonAsync(Role.FrontDesk);

        (await AssignAsync(desk, patient, desk)).ShouldBe(CareOutcome.NoColleague);
    }

    [Fact]
    public async Task Without_a_fresh_factor_nobody_is_assigned()
    {
        var (_, patient) = await scene.TeamAsync();
        var (desk, nurse) = (await scene.PersonAsync(Role.FrontDesk), await scene.PersonAsync(Role.Nurse));
        portal.Clock.Advance(TimeSpan.FromMinutes(6));

        await Should.ThrowAsync<StepUpRequiredException>(() => AssignAsync(desk, patient, nurse));

        (await scene.OpensAsync(nurse, patient)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Nurse)]
    [InlineData(Role.Administrator)]
    public async Task No_other_role_assigns(Role role)
    {
        var (_, patient) = await scene.TeamAsync();
        var somebody = await scene.PersonAsync(role);

        (await AssignAsync(somebody, patient, somebody)).ShouldBe(CareOutcome.NotFound);
    }

    private Task<CareOutcome> AssignAsync(Actor actor, Portal.Kernel.PatientId patient, Actor whom) =>
        portal.Get<AssignToTeam>().ForAsync(actor, Purpose.Operations, patient, whom.Account!.Value, default);
}
