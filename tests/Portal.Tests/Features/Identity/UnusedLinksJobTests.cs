using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Invitations;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "ASVS 14.2.7")]
[Trait("Norm", "GDPR Art. 5(1)(e)")]
public sealed class UnusedLinksJobTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);

    [Fact]
    public async Task A_new_address_that_nobody_confirmed_in_time_is_deleted_with_one_entry()
    {
        var person = await changes.People.NewAsync(Role.Nurse);
        await changes.EmailAsync(await changes.Invited.AdministratorAsync(), person, $"{Guid.NewGuid():N}@new.example");
        portal.Clock.Advance(EmailChanges.Lifetime - TimeSpan.FromMinutes(1));
        (await JobAsync()).ShouldBe(0);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));

        (await Task.WhenAll(JobAsync(), JobAsync(), JobAsync())).Sum().ShouldBe(1);

        await using var db = portal.Open();
        (await db.Set<EmailChange>().CountAsync(c => c.AccountId == person.Id.Value)).ShouldBe(0);
        (await changes.ReasonsAsync(person)).Count(reason => reason == "email-change-expired").ShouldBe(1);
    }

    [Fact]
    public async Task An_invitation_that_nobody_used_is_listed_for_a_week_and_then_forgets_whom_it_was_for()
    {
        var (asker, other) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());
        var row = await changes.Invited.WaitingAsync(asker);
        var link = (await changes.Invited.ApproveAsync(other, row.Id)).Link!;
        portal.Clock.Advance(link.ExpiresAt - portal.Clock.GetUtcNow() + UnusedLinksJob.Shown - TimeSpan.FromMinutes(1));
        (await JobAsync()).ShouldBe(0);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));

        (await Task.WhenAll(JobAsync(), JobAsync(), JobAsync())).Sum().ShouldBe(1);

        var closed = await changes.Invited.RowAsync(row.Id);
        (closed.State, closed.ProtectedEmail, closed.ProtectedName, closed.EmailIndex).ShouldBe((InvitationState.Expired, null, null, null));
        (await changes.People.EntriesAsync(e => e.ResourceId == row.AccountId && e.Reason == "expired-Nurse")).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Allowed);
    }

    [Fact]
    public async Task An_invitation_that_nobody_decided_waits_thirty_days()
    {
        var row = await changes.Invited.WaitingAsync(await changes.Invited.AdministratorAsync());
        portal.Clock.Advance(row.RequestedAt - portal.Clock.GetUtcNow() + UnusedLinksJob.Undecided - TimeSpan.FromMinutes(1));
        await JobAsync();
        (await changes.Invited.RowAsync(row.Id)).State.ShouldBe(InvitationState.Waiting);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));

        (await Task.WhenAll(JobAsync(), JobAsync(), JobAsync())).Sum().ShouldBe(1);

        (await changes.Invited.RowAsync(row.Id)).ShouldSatisfyAllConditions(
            closed => closed.State.ShouldBe(InvitationState.Expired), closed => closed.ProtectedEmail.ShouldBeNull());
    }

    private Task<int> JobAsync() => portal.Get<UnusedLinksJob>().ForgetAsync(default);
}
