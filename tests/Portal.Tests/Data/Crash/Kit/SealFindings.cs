using System.Runtime.InteropServices;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Auditing.Proof;
using Portal.Data.Auditing.Sealing;
using Portal.Features.AuditTrail;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Audit.Checkpoints;

namespace Portal.Tests.Data.Crash;

/// <summary>What is found of the sealed log after faults, counted without the code that verifies, and then by it.</summary>
/// <param name="Blocks">Blocks there are.</param>
/// <param name="Outside">Different checkpoints in the file outside.</param>
/// <param name="Forks">Epochs too many, numbers left out, blocks that do not name the one before, and transactions of sealing out of turn.</param>
/// <param name="FalseCheckpoints">Checkpoints, inside or outside, that are not signed over these blocks, or that the other place has otherwise or not at all.</param>
/// <param name="Unsealed">Entries that no block holds.</param>
/// <param name="Verified">What the whole verification said with the file outside.</param>
internal sealed record SealFindings(long Blocks, long Outside, long Forks, long FalseCheckpoints, long Unsealed, AuditVerification Verified)
{
    public long Broken => Forks + FalseCheckpoints + Unsealed + (Verified.Ok ? 0 : 1);

    /// <summary>Seals what is left, brings the last checkpoint outside, and looks at all.</summary>
    public static async Task<SealFindings> OfAsync(OwnPortal portal, string file)
    {
        while ((await portal.Get<AuditSealer>().CountUnsealedAsync(1, default)).Unsealed > 0)
        {
            await portal.Get<AuditSealer>().SealAsync(1, default);
        }

        var courier = new CheckpointCourier(portal.Get<DeliveryBook>(), new FileTarget(file, Environment.MachineName), TimeProvider.System);
        while ((await courier.DeliverAsync(default)).HasMore)
        {
            // All of them.
        }

        await using var db = portal.Open();
        var blocks = await db.Set<BlockRow>().AsNoTracking().OrderBy(row => row.No).ToListAsync();
        var inside = (await db.Set<CheckpointRow>().AsNoTracking().ToListAsync())
            .Select(row => new SignedCheckpoint(new Checkpoint(row.Epoch, row.Size, row.Root, row.At), row.KeyId, row.Signature)).ToList();
        var outside = File.ReadLines(file).Where(line => line.Length > 0).Select(CheckpointLine.Parse).ToList();
        var unsealed = await UnsealedAsync(portal, blocks);
        return new SealFindings(
            blocks.Count,
            outside.OfType<SignedCheckpoint>().Select(CheckpointLine.Of).Distinct().Count(),
            Forked(blocks) + await portal.CountAsync("audit.epochs") - 1 + await portal.CountAsync(OutOfTurn),
            False(portal, blocks, inside, outside),
            unsealed,
            await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), VerifyRequest.All with { Checkpoints = [.. File.ReadLines(file).Where(line => line.Length > 0)] }, default));
    }

    // A block that comes later in the chain was written by the same transaction or by a later one.
    private const string OutOfTurn = "(SELECT xmin::text::bigint < lag(xmin::text::bigint) OVER (ORDER BY no) AS is FROM audit.blocks) turns WHERE turns.is";

    private static long Forked(List<BlockRow> blocks)
    {
        var (wrong, previous) = (0L, AuditBlock.NothingBefore);
        for (var at = 0; at < blocks.Count; at++)
        {
            wrong += blocks[at].No == at && blocks[at].Previous.AsSpan().SequenceEqual(previous) ? 0 : 1;
            previous = Block(blocks[at]).Hash();
        }

        return wrong;
    }

    // A half line that a kill left is no line, and its checkpoint must stand in another one.
    private static long False(OwnPortal portal, List<BlockRow> blocks, List<SignedCheckpoint> inside, List<SignedCheckpoint?> outside)
    {
        var leaves = CollectionsMarshal.AsSpan(blocks.ConvertAll(row => Block(row).LeafHash()));
        var (wrong, key) = (0L, portal.Get<PortalInstance>().CheckpointKey!);
        foreach (var one in inside.Concat(outside.OfType<SignedCheckpoint>()))
        {
            var size = one.Checkpoint.Size;
            var isTrue = key.Signed(one) && size <= leaves.Length && MerkleTree.Root(leaves[..(int)size]).AsSpan().SequenceEqual(one.Checkpoint.Root);
            wrong += isTrue ? 0 : 1;
        }

        var lines = outside.OfType<SignedCheckpoint>().Select(CheckpointLine.Of).ToHashSet();
        lines.SymmetricExceptWith(inside.Select(CheckpointLine.Of));
        return wrong + lines.Count;
    }

    private static async Task<long> UnsealedAsync(OwnPortal portal, List<BlockRow> blocks)
    {
        await using var db = portal.Open();
        var held = blocks.SelectMany(row => row.Entries.Chunk(16)).Select(id => new Guid(id, bigEndian: true)).ToHashSet();
        var ids = (Guid[])(await portal.AskAsync("SELECT array_agg(id) FROM audit.entries"))!;
        return ids.Count(id => !held.Contains(id)) + Math.Abs(held.Count - blocks.Sum(row => (long)row.Count));
    }

    private static AuditBlock Block(BlockRow row) => new(row.Epoch, row.No, row.SealedAt, row.Count, row.Previous, row.Root);
}
