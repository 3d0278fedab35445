using Portal.Features.Identity.Recovery;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.Identity.Recovery;

public sealed class WithdrawRecoveryTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Recoveries recoveries = new(portal);

    [Fact]
    public async Task Who_opened_it_withdraws_it_and_nobody_else_while_it_waits()
    {
        var (asker, other, person, _, row) = await recoveries.WaitingAsync();
        (await WithdrawAsync(other, row.Id)).Outcome.ShouldBe(RecoveryOutcome.Gone);
        (await WithdrawAsync(asker, row.Id)).Outcome.ShouldBe(RecoveryOutcome.Closed);
        (await recoveries.ConfirmAsync(other, row.Id)).Outcome.ShouldBe(RecoveryOutcome.Gone);
        (await recoveries.EntriesAsync(person)).ShouldContain((AuditOutcome.Allowed, "recovery-withdrawn", asker.Account!.Value.Value));
        (await recoveries.NoticesAsync(person)).ShouldBe([NoticeKind.RecoveryOpened, NoticeKind.RecoveryDeclined]);
    }

    [Fact]
    public async Task A_link_that_was_withdrawn_opens_nothing_and_the_old_password_stays_dead()
    {
        var (asker, other, person, _, row) = await recoveries.WaitingAsync();
        var link = (await recoveries.ConfirmAsync(other, row.Id)).Link!;
        (await WithdrawAsync(asker, row.Id)).Outcome.ShouldBe(RecoveryOutcome.Closed);
        (await recoveries.UseAsync(link.Token)).IsRefused.ShouldBeTrue();
        (await recoveries.SignInAsync(person, People.Password)).ShouldBeNull();
        (await recoveries.NoticesAsync(person)).ShouldBe(
            [NoticeKind.RecoveryOpened, NoticeKind.RecoveryConfirmed, NoticeKind.RecoveryWithdrawn], "nothing is as before, and the person is told so");
    }

    private Task<RecoveryResult> WithdrawAsync(Actor actor, Guid recovery) => portal.Get<WithdrawRecovery>().ForAsync(actor, recovery, default);
}
