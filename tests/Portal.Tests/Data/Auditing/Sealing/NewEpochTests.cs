using Portal.Data.Auditing.Proof;
using Portal.Data.Auditing.Sealing;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Auditing.Sealing;

/// <summary>A database that was restored elsewhere: its counter is refused until it was moved on, and a new epoch names the last checkpoint.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class NewEpochTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_new_epoch_names_the_last_checkpoint_and_the_whole_log_verifies_across_both()
    {
        await SealedLog.AppendAsync(portal, 120);
        await SealedLog.SealAllAsync(portal);
        var last = CheckpointLine.Parse((await SealedLog.CheckpointLinesAsync(portal))[^1])!;
        using var another = CheckpointKey.New();
        await Should.ThrowAsync<InvalidOperationException>(() => portal.Get<AuditSealer>().BeginEpochAsync(another.Sign(last.Checkpoint), default));

        var epoch = await portal.Get<AuditSealer>().BeginEpochAsync(last, default);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        await SealedLog.AppendAsync(portal, 30);
        await SealedLog.SealAllAsync(portal);

        var blocks = await SealedLog.BlocksAsync(portal);
        var first = blocks.Where(block => block.Epoch == epoch.Id).MinBy(block => block.No)!;
        (first.No, epoch.Number).ShouldBe((0L, 1));
        first.Previous.ShouldBe(last.Checkpoint.Root);
        var request = VerifyRequest.All with { Checkpoints = await SealedLog.CheckpointLinesAsync(portal) };
        (await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), request, default)).Ok.ShouldBeTrue();

        await portal.Database.AsSuperuserAsync("DELETE FROM audit.blocks WHERE epoch = $1; DELETE FROM audit.epochs WHERE id = $1".Replace("$1", $"'{epoch.Id}'"));
        (await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), request, default)).Kind.ShouldBe(BreakKinds.TailCut);
        (await portal.Get<AuditSealer>().SealAsync(1, default)).Trouble.ShouldBe(SealTrouble.BlocksChanged);
    }

    [Fact]
    public async Task A_counter_behind_the_last_block_is_refused_rather_than_forked()
    {
        await SealedLog.AppendAsync(portal, 3);
        await using var second = await SecondPortal.OpenAsync(portal);
        await second.Get<AuditSealer>().SealAsync(1, default);
        await portal.Database.AsSuperuserAsync("UPDATE audit.blocks SET last_xact = last_xact + 1000000000 WHERE no = (SELECT max(no) FROM audit.blocks)");
        await using var third = await SecondPortal.OpenAsync(portal);

        (await third.Get<AuditSealer>().SealAsync(1, default)).ShouldBe(SealRound.Refused(SealTrouble.NumbersBehind));

        await portal.Database.AsSuperuserAsync("UPDATE audit.blocks SET last_xact = last_xact - 1000000000 WHERE no = (SELECT max(no) FROM audit.blocks)");
    }
}
