using Portal.Features.Identity.Invitations;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class DeclineInvitationTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Invited invited = new(portal);

    [Fact]
    [Trait("Norm", "164.308(a)(4)")]
    public async Task Another_administrator_declines_and_the_row_forgets_whom_it_was_for()
    {
        var (asker, other) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var person = Invited.SomebodyNew();
        var row = await invited.WaitingAsync(asker, person);
        (await portal.Get<DeclineInvitation>().ForAsync(other, row.Id, default)).Outcome.ShouldBe(InvitationOutcome.Closed);

        var closed = await invited.RowAsync(row.Id);
        (closed.State, closed.DecidedBy).ShouldBe((InvitationState.Declined, other.Account!.Value.Value));
        (closed.ProtectedEmail, closed.ProtectedName, closed.EmailIndex).ShouldBe((null, null, null));
        (await invited.EntriesAsync(row.AccountId)).ShouldContain((AuditAction.Grant, AuditOutcome.Allowed, "declined-Nurse", other.Account.Value.Value));
        (await invited.ApproveAsync(other, row.Id)).Outcome.ShouldBe(InvitationOutcome.Gone);
        (await invited.InviteAsync(asker, person)).Outcome.ShouldBe(InvitationOutcome.Waiting, "the address must be free again");
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Who_asked_does_not_decline_but_withdraw()
    {
        var (asker, _) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        (await portal.Get<DeclineInvitation>().ForAsync(asker, row.Id, default)).Outcome.ShouldBe(InvitationOutcome.Gone);
        (await invited.RowAsync(row.Id)).State.ShouldBe(InvitationState.Waiting);
        (await invited.EntriesAsync(row.AccountId)).ShouldContain((AuditAction.Grant, AuditOutcome.Denied, "own-invitation", asker.Account!.Value.Value));
    }
}
