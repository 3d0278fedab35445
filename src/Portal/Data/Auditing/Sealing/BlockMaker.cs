using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Sealing;

/// <summary>Cuts entries, in their order, into the next blocks of an epoch's tree.</summary>
internal sealed class BlockMaker
{
    /// <summary>Entries of a block at most: a proof reads one block whole, and must take a few milliseconds.</summary>
    public const int MostEntries = 100;

    private readonly Guid epoch;
    private readonly MerkleFrontier tree;
    private byte[] previous;

    /// <exception cref="ArgumentException">The stored hashes of the tree's right edge are not all there.</exception>
    public BlockMaker(AuditEpoch epoch, SealHead head)
    {
        this.epoch = epoch.Id;
        tree = MerkleFrontier.At(head.Size, head.Subtrees);
        previous = head.Last?.Block.Hash() ?? epoch.Before;
    }

    /// <summary>How many blocks the tree has by now.</summary>
    public long Size => tree.Size;

    /// <summary>Makes blocks of entries and the hashes of their leaves.</summary>
    public IReadOnlyList<SealedBlock> Make(IReadOnlyList<(LogPosition Place, byte[] LeafHash)> entries, DateTimeOffset now) =>
        [.. entries.Chunk(MostEntries).Select(chunk => Next(chunk, now))];

    /// <summary>The checkpoint over all blocks so far.</summary>
    public Checkpoint Checkpoint(DateTimeOffset now) => new(epoch, tree.Size, tree.Root(), now);

    private SealedBlock Next((LogPosition Place, byte[] LeafHash)[] entries, DateTimeOffset now)
    {
        var block = new AuditBlock(epoch, tree.Size, now, entries.Length, previous, MerkleTree.Root([.. entries.Select(one => one.LeafHash)]));
        previous = block.Hash();
        return new SealedBlock(block, entries[^1].Place, Ids(entries), StoredNodes.Join(tree.Append(block.LeafHash())));
    }

    private static byte[] Ids((LogPosition Place, byte[] LeafHash)[] entries)
    {
        var ids = new byte[16 * entries.Length];
        for (var at = 0; at < entries.Length; at++)
        {
            entries[at].Place.Id.TryWriteBytes(ids.AsSpan(16 * at), bigEndian: true, out _);
        }

        return ids;
    }
}
