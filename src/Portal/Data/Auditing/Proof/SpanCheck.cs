using System.Runtime.CompilerServices;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Proof;

/// <summary>
/// Checks blocks in their order, and the entries beside them on some cores. Of entries it holds some thousands at a time, however long the log is.
/// </summary>
internal sealed class SpanCheck(PortalInstance instance, AuditLog audit, BlockBook book)
{
    // With the chain's own and another person's proof they stay below the pool's connections.
    private const int MostAtOnce = 6;

    private const int BlocksAtOnce = 40;

    // Where a block's place was moved, or blocks before it are gone, it would take the rest of the log: so many are enough to see that they are not its own.
    private const int MostHeld = 2 * BlockMaker.MostEntries;

    private readonly BlockCheck blocks = new(instance.Database, audit, instance.Keys);

    /// <summary>A part of an epoch, and the way from it to the next checkpoint by stored hashes.</summary>
    public async Task PartAsync(VerifyRun run, AuditEpoch epoch, long first, long last, CheckpointCheck checkpoints, CancellationToken cancel)
    {
        if (await book.TreeAsync(epoch.Id, first, cancel) is null)
        {
            run.Found(new LogBreak(BreakKinds.Deleted, null, epoch.Id, first, null));
            return;
        }

        var chain = await CheckAsync(run, new BlockSpan(epoch, new VerifiedTo(epoch.Id, first, null), last), checkpoints, cancel);
        if (chain.Break is null && await checkpoints.NextSizeAsync(epoch.Id, chain.Tree.Size, cancel) is { } size)
        {
            run.Found(await BeneathAsync(epoch, chain.Tree, size, checkpoints, cancel));
        }
    }

    /// <summary>An epoch's blocks from a place that was verified before up to one.</summary>
    public async Task<ChainCheck> CheckAsync(VerifyRun run, BlockSpan span, CheckpointCheck checkpoints, CancellationToken cancel)
    {
        var (epoch, start, last) = span;
        var tree = start is null ? new MerkleFrontier() : await book.TreeAsync(epoch.Id, start.Size, cancel);
        if (tree is null || (start?.Root is { } root && !tree.Root().AsSpan().SequenceEqual(root)))
        {
            run.Found(new LogBreak(BreakKinds.Edited, null, epoch.Id, 0, null)); // what was verified before is another tree by now
            tree ??= new MerkleFrontier();
        }

        var largest = await checkpoints.LargestAsync(epoch.Id, cancel);
        var before = tree.Size == 0 ? null : await book.BlockAsync(epoch.Id, tree.Size - 1, cancel);
        if (before is { Block: { IsWhole: false } bad })
        {
            run.Found(new LogBreak(BreakKinds.Edited, null, epoch.Id, bad.Number, null));
        }

        var previous = before is null ? epoch.Before : before.Block.IsWhole ? before.Block.Hash() : [];
        var chain = new ChainCheck(epoch.Id, tree, previous, checkpoints) { Place = before?.Last ?? epoch.After };
        await Parallel.ForEachAsync(
            GroupsAsync(chain, span, before?.Last ?? epoch.After, cancel),
            new ParallelOptions { MaxDegreeOfParallelism = Math.Clamp(Environment.ProcessorCount, 2, MostAtOnce), CancellationToken = cancel },
            async (group, stop) => await GroupAsync(run, group, stop));
        if (last == long.MaxValue)
        {
            chain.End(largest);
        }

        run.Verified(epoch.Id, chain);
        return chain;
    }

    private async IAsyncEnumerable<Group> GroupsAsync(ChainCheck chain, BlockSpan span, LogPosition after, [EnumeratorCancellation] CancellationToken cancel)
    {
        var group = new List<SealedBlock>(BlocksAtOnce);
        await foreach (var block in book.BlocksAsync(span.Epoch.Id, chain.Tree.Size, span.Last, cancel))
        {
            await chain.NextAsync(block, cancel);
            group.Add(block);
            if (group.Count == BlocksAtOnce)
            {
                yield return new Group(after, group);
                (after, group) = (block.Last, new List<SealedBlock>(BlocksAtOnce));
            }
        }

        if (group.Count > 0)
        {
            yield return new Group(after, group);
        }
    }

    private async Task GroupAsync(VerifyRun run, Group group, CancellationToken cancel)
    {
        var (at, found) = (0, new List<PlacedEntry>(BlockMaker.MostEntries));
        await foreach (var placed in instance.Database.Seals.ReadAsync(group.After, group.Blocks[^1].Last, cancel))
        {
            run.Read(1);
            while (at < group.Blocks.Count - 1 && placed.Position > group.Blocks[at].Last)
            {
                run.Found(await blocks.FindAsync(group.Blocks[at++], found, cancel));
                found.Clear();
            }

            if (found.Count < MostHeld)
            {
                found.Add(placed);
            }
        }

        for (; at < group.Blocks.Count; at++)
        {
            run.Found(await blocks.FindAsync(group.Blocks[at], found, cancel));
            found.Clear();
        }
    }

    // From the part's end to the next checkpoint by the stored hashes: if one of them were another, the signed root would be another.
    private async Task<LogBreak?> BeneathAsync(AuditEpoch epoch, MerkleFrontier tree, long size, CheckpointCheck checkpoints, CancellationToken cancel)
    {
        var from = tree.Size;
        var cover = MerkleRange.Cover(from, size - from).ToList();
        var nodes = await book.NodesAsync(epoch.Id, cover, cancel);
        if (nodes.Contains(null))
        {
            return new LogBreak(BreakKinds.TailCut, null, epoch.Id, await book.SizeAsync(epoch.Id, cancel), null);
        }

        foreach (var (node, hash) in cover.Zip(nodes))
        {
            tree.Append(hash!, node.Level);
        }

        return await checkpoints.JudgeAsync(epoch.Id, tree, cancel) switch
        {
            CheckpointVerdict.OtherTree => new LogBreak(BreakKinds.Edited, null, epoch.Id, from - 1, null),
            CheckpointVerdict.Replaced => new LogBreak(BreakKinds.CheckpointReplaced, null, epoch.Id, size - 1, null),
            _ => null,
        };
    }

    private sealed record Group(LogPosition After, IReadOnlyList<SealedBlock> Blocks);
}

/// <summary>Blocks of an epoch: after a place that was verified before, or from the first, up to a number.</summary>
internal sealed record BlockSpan(AuditEpoch Epoch, VerifiedTo? Start, long Last);
