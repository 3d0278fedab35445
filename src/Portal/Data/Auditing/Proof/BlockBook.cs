using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Proof;

/// <summary>Reads epochs, blocks and checkpoints for proofs.</summary>
internal sealed class BlockBook(PortalDatabase database)
{
    private const int PageSize = 500;

    public async Task<List<AuditEpoch>> EpochsAsync(CancellationToken cancel)
    {
        await using var db = database.OpenForProofs();
        return [.. (await db.Set<EpochRow>().AsNoTracking().OrderBy(row => row.Number).ToListAsync(cancel)).Select(EpochOf)];
    }

    /// <summary>Streams an epoch's blocks from a number up to one; a gap is not filled.</summary>
    public async IAsyncEnumerable<SealedBlock> BlocksAsync(Guid epoch, long from, long to, [EnumeratorCancellation] CancellationToken cancel)
    {
        List<BlockRow> page;
        do
        {
            await using (var db = database.OpenForProofs())
            {
                page = await db.Set<BlockRow>().AsNoTracking().Where(row => row.Epoch == epoch && row.No >= from && row.No <= to).OrderBy(row => row.No).Take(PageSize).ToListAsync(cancel);
            }

            foreach (var row in page)
            {
                yield return BlockOf(row);
                from = row.No + 1;
            }
        }
        while (page.Count == PageSize);
    }

    public async Task<SealedBlock?> BlockAsync(Guid epoch, long number, CancellationToken cancel)
    {
        await using var db = database.OpenForProofs();
        return await db.Set<BlockRow>().AsNoTracking().SingleOrDefaultAsync(row => row.Epoch == epoch && row.No == number, cancel) is { } row ? BlockOf(row) : null;
    }

    /// <summary>The block that holds, or would hold, an entry of that place: the first whose last entry does not come before it.</summary>
    public async Task<SealedBlock?> BlockAtAsync(Guid epoch, LogPosition place, CancellationToken cancel)
    {
        if (place.Xact > long.MaxValue)
        {
            return null; // no transaction has such a number: nothing like it is ever sealed
        }

        var (xact, id) = ((long)place.Xact, place.Id);
        await using var db = database.OpenForProofs();
        // The first condition is the one that the index serves.
        var row = await db.Set<BlockRow>().AsNoTracking()
            .Where(row => row.Epoch == epoch && row.LastXact >= xact && (row.LastXact > xact || row.LastId.CompareTo(id) >= 0))
            .OrderBy(row => row.LastXact).ThenBy(row => row.No).FirstOrDefaultAsync(cancel);
        return row is null ? null : BlockOf(row);
    }

    /// <summary>The last block whose entries all come before a place; <c>null</c> where there is none.</summary>
    public async Task<SealedBlock?> BlockBeforeAsync(Guid epoch, LogPosition place, CancellationToken cancel)
    {
        var (xact, id) = ((long)Math.Min(place.Xact, long.MaxValue), place.Id);
        await using var db = database.OpenForProofs();
        var row = await db.Set<BlockRow>().AsNoTracking()
            .Where(row => row.Epoch == epoch && row.LastXact <= xact && (row.LastXact < xact || row.LastId.CompareTo(id) < 0))
            .OrderByDescending(row => row.LastXact).ThenByDescending(row => row.No).FirstOrDefaultAsync(cancel);
        return row is null ? null : BlockOf(row);
    }

    /// <summary>The place where an epoch's blocks end by now.</summary>
    public async Task<LogPosition> EndAsync(AuditEpoch epoch, CancellationToken cancel) =>
        await BlockAsync(epoch.Id, await SizeAsync(epoch.Id, cancel) - 1, cancel) is { } last ? last.Last : epoch.After;

    /// <summary>How many blocks an epoch has, by the number of its last one.</summary>
    public async Task<long> SizeAsync(Guid epoch, CancellationToken cancel)
    {
        await using var db = database.OpenForProofs();
        return (await db.Set<BlockRow>().Where(row => row.Epoch == epoch).MaxAsync(row => (long?)row.No, cancel) ?? -1) + 1;
    }

    /// <summary>How many entries an epoch's blocks have, from one number to another, as their rows say.</summary>
    public async Task<long> EntriesAsync(Guid epoch, long from, long to, CancellationToken cancel)
    {
        await using var db = database.OpenForProofs();
        return await db.Set<BlockRow>().Where(row => row.Epoch == epoch && row.No >= from && row.No <= to).SumAsync(row => (long)row.Count, cancel);
    }

    /// <summary>Streams how many entries each block of an epoch has.</summary>
    public async IAsyncEnumerable<(long Number, int Count)> CountsAsync(Guid epoch, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var db = database.OpenForProofs();
        await foreach (var row in db.Set<BlockRow>().Where(row => row.Epoch == epoch).OrderBy(row => row.No).Select(row => new { row.No, row.Count }).AsAsyncEnumerable().WithCancellation(cancel))
        {
            yield return (row.No, row.Count);
        }
    }

    /// <summary>The numbers of the first and the last block sealed in a range of time.</summary>
    public async Task<(long First, long Last)?> SealedAsync(Guid epoch, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        await using var db = database.OpenForProofs();
        return await SealedIn(db, epoch, from, to).SingleOrDefaultAsync(cancel) is { } found ? (found.First, found.Last) : null;
    }

    /// <summary>The statement of it; the tests look at its plan. Grouped, because the smallest number alone is looked for from the epoch's first block on.</summary>
    internal static IQueryable<SealedNumbers> SealedIn(PortalDbContext db, Guid epoch, DateTimeOffset from, DateTimeOffset to) =>
        db.Set<BlockRow>().Where(row => row.Epoch == epoch && row.SealedAt >= from && row.SealedAt < to)
            .GroupBy(row => row.Epoch).Select(blocks => new SealedNumbers(blocks.Min(row => row.No), blocks.Max(row => row.No)));

    /// <summary>Checkpoints of a range of sizes.</summary>
    public async Task<List<SignedCheckpoint>> CheckpointsAsync(Guid epoch, long from, long to, CancellationToken cancel)
    {
        await using var db = database.OpenForProofs();
        var rows = await db.Set<CheckpointRow>().AsNoTracking().Where(row => row.Epoch == epoch && row.Size >= from && row.Size <= to).OrderBy(row => row.Size).ToListAsync(cancel);
        return [.. rows.Select(CheckpointOf)];
    }

    /// <summary>The first checkpoint of at least a size.</summary>
    public async Task<SignedCheckpoint?> CheckpointFromAsync(Guid epoch, long size, CancellationToken cancel)
    {
        await using var db = database.OpenForProofs();
        var row = await db.Set<CheckpointRow>().AsNoTracking().Where(row => row.Epoch == epoch && row.Size >= size).OrderBy(row => row.Size).FirstOrDefaultAsync(cancel);
        return row is null ? null : CheckpointOf(row);
    }

    /// <summary>Some checkpoints of less than a size, the largest first.</summary>
    public async Task<List<SignedCheckpoint>> CheckpointsBelowAsync(Guid epoch, long size, int most, CancellationToken cancel)
    {
        await using var db = database.OpenForProofs();
        var rows = await db.Set<CheckpointRow>().AsNoTracking().Where(row => row.Epoch == epoch && row.Size < size).OrderByDescending(row => row.Size).Take(most).ToListAsync(cancel);
        return [.. rows.Select(CheckpointOf)];
    }

    /// <summary>The size of the epoch's largest checkpoint; 0 without one.</summary>
    public async Task<long> LargestCheckpointAsync(Guid epoch, CancellationToken cancel)
    {
        await using var db = database.OpenForProofs();
        return await db.Set<CheckpointRow>().Where(row => row.Epoch == epoch).MaxAsync(row => (long?)row.Size, cancel) ?? 0;
    }

    /// <summary>The hashes of complete subtrees, each from the row of the block that completes it; <c>null</c> where that is missing.</summary>
    public async Task<IReadOnlyList<byte[]?>> NodesAsync(Guid epoch, IReadOnlyList<MerkleNode> wanted, CancellationToken cancel)
    {
        var numbers = wanted.Select(node => node.LastLeaf).Distinct().ToList();
        await using var db = database.OpenForProofs();
        var rows = await db.Set<BlockRow>().Where(row => row.Epoch == epoch && numbers.Contains(row.No)).Select(row => new { row.No, row.Nodes }).ToDictionaryAsync(row => row.No, row => row.Nodes, cancel);
        return [.. wanted.Select(node => rows.TryGetValue(node.LastLeaf, out var nodes) ? StoredNodes.At(nodes, node.Level) : null)];
    }

    /// <summary>The roots of ranges of an epoch's blocks, as a proof names them; <c>null</c> where hashes of them are missing.</summary>
    public async Task<byte[][]?> PathAsync(Guid epoch, IReadOnlyList<MerkleRange> ranges, CancellationToken cancel)
    {
        var covers = ranges.Select(range => MerkleRange.Cover(range.Start, range.Size).ToList()).ToList();
        var hashes = new Queue<byte[]?>(await NodesAsync(epoch, [.. covers.SelectMany(cover => cover)], cancel));
        return hashes.Contains(null) ? null : [.. covers.Select(cover => RootOf([.. cover.Select(_ => hashes.Dequeue()!)]))];
    }

    /// <summary>The tree of an epoch's first blocks; <c>null</c> where hashes of it are missing.</summary>
    public async Task<MerkleFrontier?> TreeAsync(Guid epoch, long size, CancellationToken cancel)
    {
        var nodes = await NodesAsync(epoch, [.. MerkleRange.Cover(0, size)], cancel);
        return nodes.Contains(null) ? null : MerkleFrontier.At(size, nodes!);
    }

    // The complete subtrees of a range, from left to right, joined from the right as a ragged tree is.
    private static byte[] RootOf(byte[][] subtrees) => subtrees.Reverse().Aggregate((right, left) => MerkleTree.Node(left, right));

    private static AuditEpoch EpochOf(EpochRow row) => new(
        row.Id, row.Number, row.BegunAt, new LogPosition((ulong)row.AfterXact, row.AfterId),
        row is { NamedEpoch: { } epoch, NamedSize: { } size, NamedRoot: { } root, NamedAt: { } at } ? new Checkpoint(epoch, size, root, at) : null)
    {
        Mac = row.Mac,
    };

    private static SealedBlock BlockOf(BlockRow row) => new(
        new AuditBlock(row.Epoch, row.No, row.SealedAt, row.Count, row.Previous, row.Root), new LogPosition((ulong)row.LastXact, row.LastId), row.Entries, row.Nodes);

    private static SignedCheckpoint CheckpointOf(CheckpointRow row) => new(new Checkpoint(row.Epoch, row.Size, row.Root, row.At), row.KeyId, row.Signature);
}

/// <summary>The numbers of the first and the last of some blocks.</summary>
internal sealed record SealedNumbers(long First, long Last);
