using Portal.Features.Patients.Care;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients.Care;

public sealed class ListCareTeamTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly CareScene scene = new(portal);

    [Fact]
    public async Task The_team_and_the_desk_see_who_treats_the_patient_with_names_sources_and_ends()
    {
        var (clinician, patient) = await scene.TeamAsync();
        var colleague = await scene.PersonAsync();
        await scene.ReferAsync(clinician, patient, colleague, days: 7);

        foreach (var (actor, purpose) in new[] { (clinician, Purpose.Treatment), (colleague, Purpose.Treatment), (People.In(Role.FrontDesk), Purpose.Operations) })
        {
            var team = (await portal.Get<ListCareTeam>().ForAsync(actor, purpose, patient, default))!;
            team.Select(one => (one.Account, one.Source, one.Until)).ShouldBe(
                [(clinician.Account!.Value, CareSource.Assigned, null), (colleague.Account!.Value, CareSource.Referral, portal.Clock.GetUtcNow().AddDays(7))]);
            team.ShouldAllBe(one => one.Name == "Test Person");
        }
    }

    [Theory]
    [InlineData(Role.Clinician, Purpose.Treatment)]
    [InlineData(Role.BillingClerk, Purpose.Payment)]
    [InlineData(Role.Administrator, Purpose.Operations)]
    public async Task Nobody_else_sees_it(Role role, Purpose purpose)
    {
        var (_, patient) = await scene.TeamAsync();

        (await portal.Get<ListCareTeam>().ForAsync(People.In(role), purpose, patient, default)).ShouldBeNull();
    }
}
