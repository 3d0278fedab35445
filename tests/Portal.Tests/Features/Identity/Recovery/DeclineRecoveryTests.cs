using Portal.Features.Identity.Recovery;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.Identity.Recovery;

[Trait("Norm", "164.308(a)(4)")]
public sealed class DeclineRecoveryTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Recoveries recoveries = new(portal);

    [Fact]
    public async Task Another_administrator_declines_and_the_account_is_as_it_was()
    {
        var (asker, other, person, session, row) = await recoveries.WaitingAsync();
        (await portal.Get<DeclineRecovery>().ForAsync(asker, row.Id, default)).Outcome.ShouldBe(RecoveryOutcome.Own);
        (await portal.Get<DeclineRecovery>().ForAsync(other, row.Id, default)).Outcome.ShouldBe(RecoveryOutcome.Closed);
        (await recoveries.RowOfAsync(person)).DecidedBy.ShouldBe(other.Account!.Value.Value);
        (await recoveries.LivesAsync(session)).ShouldBeTrue();
        (await recoveries.EntriesAsync(person)).ShouldContain((AuditOutcome.Allowed, "recovery-declined", other.Account.Value.Value));
        (await recoveries.NoticesAsync(person)).ShouldBe([NoticeKind.RecoveryOpened, NoticeKind.RecoveryDeclined]);
        (await recoveries.ConfirmAsync(other, row.Id)).Outcome.ShouldBe(RecoveryOutcome.Gone);
        (await recoveries.OpenAsync(asker, person)).Outcome.ShouldBe(RecoveryOutcome.Waiting);
    }

    [Fact]
    public async Task Whom_it_concerns_does_not_decide()
    {
        var (_, _, person, session, row) = await recoveries.WaitingAsync(Role.Administrator);
        var concerned = await recoveries.People.ActorAsync(session);
        (await portal.Get<DeclineRecovery>().ForAsync(concerned, row.Id, default)).Outcome.ShouldBe(RecoveryOutcome.Own);
        (await recoveries.RowOfAsync(person)).State.ShouldBe(RecoveryState.Waiting);
    }
}
