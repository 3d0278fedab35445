using Portal.Features.Identity.Invitations;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class WithdrawInvitationTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Invited invited = new(portal);

    private Task<InvitationResult> WithdrawAsync(Actor actor, Guid id) => portal.Get<WithdrawInvitation>().ForAsync(actor, id, default);

    [Fact]
    [Trait("Norm", "164.308(a)(4)")]
    public async Task A_link_that_was_withdrawn_opens_nothing()
    {
        var (asker, other) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        var link = (await invited.ApproveAsync(other, row.Id)).Link!;
        (await WithdrawAsync(asker, row.Id)).Outcome.ShouldBe(InvitationOutcome.Closed);
        (await portal.Get<OpenActivation>().ForAsync(People.Nobody, link.Token, default)).ShouldBeNull();
        (await portal.Get<ActivateAccount>().ForAsync(People.Nobody, link.Token, null, "seven green kettles sing", default)).IsLinkRefused.ShouldBeTrue();
        (await invited.EntriesAsync(row.AccountId)).Select(e => e.Reason).ShouldContain("link-closed");
        (await WithdrawAsync(asker, row.Id)).Outcome.ShouldBe(InvitationOutcome.Gone);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task What_waits_is_withdrawn_by_who_asked_for_it_alone()
    {
        var (asker, other) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        (await WithdrawAsync(other, row.Id)).Outcome.ShouldBe(InvitationOutcome.Gone);
        (await invited.EntriesAsync(row.AccountId)).ShouldContain((AuditAction.Grant, AuditOutcome.Denied, "invitation-of-another", other.Account!.Value.Value));
        (await WithdrawAsync(asker, row.Id)).Outcome.ShouldBe(InvitationOutcome.Closed);
        (await invited.EntriesAsync(row.AccountId)).ShouldContain((AuditAction.Grant, AuditOutcome.Allowed, "withdrawn-Nurse", asker.Account!.Value.Value));
    }
}
