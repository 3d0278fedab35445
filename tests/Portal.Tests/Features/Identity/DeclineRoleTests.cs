using Portal.Features.Identity.Changes;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "164.308(a)(4)")]
public sealed class DeclineRoleTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);

    [Theory]
    [InlineData(true, "role-withdrawn-BillingClerk")]
    [InlineData(false, "role-declined-BillingClerk")]
    public async Task Who_asked_takes_it_back_and_another_declines_and_the_old_role_stays(bool own, string reason)
    {
        var (asker, other) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());
        var person = await changes.People.NewAsync(Role.Nurse);
        var waiting = await changes.WaitingAsync(asker, person);

        (await portal.Get<DeclineRole>().ForAsync(own ? asker : other, waiting.Id, default)).ShouldBe(ChangeOutcome.Done);

        (await portal.Get<ApproveRole>().ForAsync(other, waiting.Id, default)).ShouldBe(ChangeOutcome.Gone);
        (await changes.RolesAsync(person)).ShouldBe([Role.Nurse]);
        (await changes.ReasonsAsync(person)).ShouldContain(reason);
    }
}
