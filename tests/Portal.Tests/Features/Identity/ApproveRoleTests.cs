using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity;
using Portal.Features.Identity.Changes;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "164.308(a)(4)")]
public sealed class ApproveRoleTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);

    [Fact]
    public async Task Another_administrator_approves_once_and_the_sessions_of_the_old_role_end()
    {
        var (asker, other) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());
        var person = await changes.People.NewAsync(Role.Nurse);
        var token = await changes.People.SignInAsync(person);
        var waiting = await changes.WaitingAsync(asker, person, Role.Auditor);

        (await ApproveAsync(asker, waiting)).ShouldBe(ChangeOutcome.Own);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ApproveAsync(other, waiting)));

        outcomes.Count(outcome => outcome == ChangeOutcome.Done).ShouldBe(1);
        (await changes.RolesAsync(person)).ShouldBe([Role.Auditor]);
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();
        (await changes.ReasonsAsync(person)).Order().ShouldBe(["role-approved-Auditor", "role-asked-Auditor", "role-given-Auditor", "role-taken-Nurse"]);
        (await changes.ReasonsAsync(person, AuditOutcome.Denied)).ShouldContain("own-role-request");
    }

    [Fact]
    public async Task A_request_that_was_written_or_turned_past_the_portal_gives_no_role()
    {
        var (asker, other) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());
        var person = await changes.People.NewAsync(Role.Nurse);
        var waiting = await changes.WaitingAsync(asker, person);
        await using (var db = portal.Open())
        {
            await db.Set<RoleRequest>().Where(r => r.Id == waiting.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Role, Role.Administrator));
        }

        (await ApproveAsync(other, waiting)).ShouldBe(ChangeOutcome.Gone);
        (await changes.RolesAsync(person)).ShouldBe([Role.Nurse]);
        (await changes.ReasonsAsync(person, AuditOutcome.Denied)).ShouldContain("damaged");
    }

    [Fact]
    public async Task What_waits_for_a_disabled_account_is_gone()
    {
        var (asker, other) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());
        var person = await changes.People.NewAsync(Role.Nurse);
        var waiting = await changes.WaitingAsync(asker, person);
        await changes.DisableAsync(asker, person);
        (await ApproveAsync(other, waiting)).ShouldBe(ChangeOutcome.Gone);
    }

    private Task<ChangeOutcome> ApproveAsync(Actor actor, RoleRequestItem waiting) => portal.Get<ApproveRole>().ForAsync(actor, waiting.Id, default);

    [Fact]
    public async Task What_was_asked_by_one_who_is_no_administrator_any_more_is_approved_by_nobody()
    {
        var ((askerPerson, asker), other) = (await changes.Invited.AdministratorPersonAsync(), await changes.Invited.AdministratorAsync());
        var person = await changes.People.NewAsync(Role.Nurse);
        var waiting = await changes.WaitingAsync(asker, person);
        await changes.DisableAsync(other, askerPerson);
        (await ApproveAsync(other, waiting)).ShouldBe(ChangeOutcome.Gone);
        (await changes.RolesAsync(person)).ShouldBe([Role.Nurse]);
        (await changes.ReasonsAsync(person, AuditOutcome.Denied)).ShouldContain("requester-no-administrator-any-more");
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task A_request_made_younger_past_the_portal_gives_no_role()
    {
        var asker = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync(Role.Nurse);
        var waiting = await changes.WaitingAsync(asker, person);
        portal.Clock.Advance(TimeSpan.FromHours(72));
        var now = portal.Clock.GetUtcNow();
        await using (var db = portal.Open())
        {
            await db.Set<RoleRequest>().Where(r => r.Id == waiting.Id).ExecuteUpdateAsync(set => set.SetProperty(r => r.RequestedAt, now));
        }

        (await ApproveAsync(await changes.Invited.AdministratorAsync(), waiting)).ShouldBe(ChangeOutcome.Gone);
        (await changes.RolesAsync(person)).ShouldBe([Role.Nurse]);
    }
}
