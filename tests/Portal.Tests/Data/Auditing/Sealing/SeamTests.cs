using Portal.Data.Auditing.Proof;
using Portal.Data.Auditing.Sealing;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;

namespace Portal.Tests.Data.Auditing.Sealing;

/// <summary>Where one epoch ends and the next begins: what no checkpoint covers is told by the epochs' own rows.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class SeamTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_changed_epoch_and_a_gap_between_two_are_named_though_no_checkpoint_covers_them()
    {
        await using var second = await SecondPortal.OpenAsync(portal); // signs no checkpoint over what it seals
        await SealedLog.AppendAsync(portal, 20);
        await SealedLog.SealAllAsync(portal);
        portal.Clock.Advance(TimeSpan.FromMinutes(2));
        await SealedLog.AppendAsync(portal, 5);
        await SealedLog.SealAllAsync(portal);
        var last = CheckpointLine.Parse((await SealedLog.CheckpointLinesAsync(portal))[^1])!;
        await SealedLog.AppendAsync(portal, 10);
        await SealedLog.SealAllAsync(portal, second.Get<AuditSealer>());
        var epoch = await portal.Get<AuditSealer>().BeginEpochAsync(last, default);
        await SealedLog.AppendAsync(portal, 10);
        await SealedLog.SealAllAsync(portal);
        (await VerifyAsync()).Ok.ShouldBeTrue();
        await portal.Database.AsSuperuserAsync("CREATE TABLE public.kept_epochs AS SELECT * FROM audit.epochs; CREATE TABLE public.kept_blocks AS SELECT * FROM audit.blocks; CREATE TABLE public.kept_entries AS SELECT * FROM audit.entries");

        foreach (var change in new[] { "begun_at = begun_at + interval '1 second'", "after_xact = after_xact + 1", "named_size = named_size - 1", "mac = sha256(mac)" })
        {
            await portal.Database.AsSuperuserAsync($"UPDATE audit.epochs SET {change} WHERE id = '{epoch.Id}'");
            (await VerifyAsync()).ShouldSatisfyAllConditions(found => found.Kind.ShouldBe(BreakKinds.Edited, change), found => found.Where.ShouldBe($"epoch {epoch.Id}", change));
            await portal.Database.AsSuperuserAsync("TRUNCATE audit.epochs; INSERT INTO audit.epochs SELECT * FROM public.kept_epochs");
        }

        // The last block before the new epoch, which no checkpoint covers, with all its entries.
        await portal.Database.AsSuperuserAsync($"""
            DELETE FROM audit.entries e USING audit.blocks b WHERE b.epoch = '{last.Checkpoint.Epoch}' AND b.no >= {last.Checkpoint.Size}
                AND position(uuid_send(e.id) IN b.entries) > 0;
            DELETE FROM audit.blocks WHERE epoch = '{last.Checkpoint.Epoch}' AND no >= {last.Checkpoint.Size}
            """);
        (await VerifyAsync()).ShouldSatisfyAllConditions(found => found.Kind.ShouldBe(BreakKinds.TailCut), found => found.Where.ShouldBe($"block {last.Checkpoint.Size}"));
        await portal.Database.AsSuperuserAsync("""
            TRUNCATE audit.blocks; INSERT INTO audit.blocks SELECT * FROM public.kept_blocks; TRUNCATE audit.entries; INSERT INTO audit.entries SELECT * FROM public.kept_entries;
            DROP TABLE public.kept_epochs, public.kept_blocks, public.kept_entries
            """);
    }

    private Task<AuditVerification> VerifyAsync() => portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), VerifyRequest.All, default);
}
