using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Proof;

/// <summary>
/// Follows an epoch's blocks: no gap, each named by the next, each the leaf that its tree's nodes say; and compares the tree with every checkpoint of the
/// database and of outside (RFC 6962 section 2.1).
/// </summary>
internal sealed class ChainCheck(Guid epoch, MerkleFrontier tree, byte[] before, CheckpointCheck checkpoints)
{
    private byte[] previous = before;
    private long trusted = tree.Size;

    /// <summary>The first thing that is wrong with the blocks themselves.</summary>
    public LogBreak? Break { get; private set; }

    public MerkleFrontier Tree => tree;

    /// <summary>The place of the last entry of the blocks so far.</summary>
    public required LogPosition Place { get; set; }

    public async Task NextAsync(SealedBlock stored, CancellationToken cancel)
    {
        var block = stored.Block;
        Place = stored.Last;
        if (block.Number != tree.Size)
        {
            Break ??= At(BreakKinds.Deleted, tree.Size);
        }
        else if (!block.IsWhole)
        {
            Break ??= At(BreakKinds.Edited, block.Number);
        }

        // After a gap the tree means nothing any more; entries are still looked at.
        if (Break is not null)
        {
            return;
        }

        var leaf = block.LeafHash();
        var isLinked = previous.AsSpan().SequenceEqual(block.Previous);
        var isLeaf = stored.Nodes.AsSpan().SequenceEqual(StoredNodes.Join(tree.Append(leaf)));
        Break = isLinked && isLeaf ? await CheckpointsAsync(cancel) : At(BreakKinds.Edited, block.Number);
        previous = block.Hash();
    }

    /// <summary>At the end: a checkpoint of more blocks than there are tells that the rest was cut off.</summary>
    /// <param name="largest">The largest checkpoint known before the blocks were read: others may have come since.</param>
    public void End(long largest)
    {
        if (Break is null && largest > tree.Size)
        {
            Break = At(BreakKinds.TailCut, tree.Size);
        }
    }

    private async Task<LogBreak?> CheckpointsAsync(CancellationToken cancel)
    {
        switch (await checkpoints.JudgeAsync(epoch, tree, cancel))
        {
            case CheckpointVerdict.Replaced:
                return At(BreakKinds.CheckpointReplaced, tree.Size - 1);
            case CheckpointVerdict.OtherTree:
                return At(BreakKinds.Edited, trusted); // somewhere between the last checkpoint that fits and this one
            case CheckpointVerdict.Fits:
                trusted = tree.Size;
                return null;
            default:
                return null;
        }
    }

    private LogBreak At(string kind, long block) => new(kind, null, epoch, block, null);
}
