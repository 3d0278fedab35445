using System.Runtime.CompilerServices;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Proof;

/// <summary>
/// Verifies the log, or a part of it (45 CFR 164.312(c)(2)): blocks in their order, entries beside them on all cores. Of entries it holds some thousands at a time,
/// however long the log is.
/// </summary>
internal sealed class LogVerifier(PortalInstance instance, AuditLog audit, BlockBook book)
{
    private const int BlocksAtOnce = 40;

    private static readonly LogPosition AllPlaces = new(ulong.MaxValue, Guid.AllBitsSet);

    private static readonly TimeSpan Held = TimeSpan.FromMinutes(1);

    private readonly EpochCheck check = new(book, instance.Keys);
    private readonly BlockCheck blocks = new(instance.Database, audit, instance.Keys);

    /// <summary>The whole log, or what came after a place that an earlier verification has reached.</summary>
    public async Task<LogFinding> VerifyAsync(VerifiedTo? from, IReadOnlyCollection<SignedCheckpoint> outside, IProgress<long>? progress, CancellationToken cancel)
    {
        var run = new VerifyRun(progress);
        var checkpoints = new CheckpointCheck(book, instance.CheckpointKey, outside);
        var epochs = await check.TrueAsync(run, cancel);
        LogPosition? end = null;
        foreach (var epoch in epochs.SkipWhile(one => from is not null && one.Id != from.Epoch))
        {
            end = (await SpanAsync(run, new Span(epoch, from?.Epoch == epoch.Id ? from : null, long.MaxValue), checkpoints, cancel)).Place;
        }

        foreach (var lost in checkpoints.KnownOutside.Except(epochs.Select(epoch => epoch.Id)))
        {
            run.Found(new LogBreak(BreakKinds.TailCut, null, lost, 0, null));
        }

        if (from is not null && epochs.All(epoch => epoch.Id != from.Epoch))
        {
            run.Found(new LogBreak(BreakKinds.TailCut, null, from.Epoch, 0, null));
        }

        await RestAsync(run, end ?? await EndAsync(epochs, cancel), _ => true, cancel);
        return run.Finding();
    }

    /// <summary>The entries of a range of time, with the blocks that were sealed in it.</summary>
    public async Task<LogFinding> RangeAsync(DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<SignedCheckpoint> outside, IProgress<long>? progress, CancellationToken cancel)
    {
        var run = new VerifyRun(progress);
        var checkpoints = new CheckpointCheck(book, instance.CheckpointKey, outside);
        var places = await instance.Database.Seals.PlacesAsync(from, to, cancel);
        var epochs = await check.TrueAsync(run, cancel);
        var end = await EndAsync(epochs, cancel); // before blocks are chosen: what is sealed meanwhile is read twice rather than by nobody
        foreach (var epoch in epochs)
        {
            if (await NumbersAsync(epoch, places, from, to, cancel) is var (first, last))
            {
                await PartAsync(run, epoch, first, last, checkpoints, cancel);
            }
        }

        await RestAsync(run, end, entry => entry.At >= from && entry.At < to, cancel);
        return run.Finding();
    }

    /// <summary>One entry, with its block and the block's place under a signed checkpoint.</summary>
    public async Task<LogFinding> EntryAsync(Guid entry, IReadOnlyCollection<SignedCheckpoint> outside, CancellationToken cancel)
    {
        var run = new VerifyRun(null);
        var checkpoints = new CheckpointCheck(book, instance.CheckpointKey, outside);
        var epochs = await check.TrueAsync(run, cancel);
        if (await instance.Database.Seals.FindAsync(entry, cancel) is not { } placed)
        {
            run.Found(await LostAsync(entry, epochs, cancel));
            return run.Finding();
        }

        var epoch = epochs.LastOrDefault(one => one.After < placed.Position);
        if (epoch is not null && await book.BlockAtAsync(epoch.Id, placed.Position, cancel) is { } block)
        {
            await PartAsync(run, epoch, block.Block.Number, block.Block.Number, checkpoints, cancel);
            return run.Finding() with { Entries = 1 };
        }

        run.Read(1);
        run.Unsealed(audit.Holds(placed.Signed) ? null : entry);
        return run.Finding();
    }

    private async Task PartAsync(VerifyRun run, AuditEpoch epoch, long first, long last, CheckpointCheck checkpoints, CancellationToken cancel)
    {
        if (await StartAsync(epoch, first, cancel) is not { } start)
        {
            run.Found(new LogBreak(BreakKinds.Deleted, null, epoch.Id, first, null));
            return;
        }

        var chain = await SpanAsync(run, new Span(epoch, start, last), checkpoints, cancel);
        if (chain.Break is null && await checkpoints.NextSizeAsync(epoch.Id, chain.Tree.Size, cancel) is { } size)
        {
            run.Found(await BeneathAsync(epoch, chain.Tree, size, checkpoints, cancel));
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

    private async Task<ChainCheck> SpanAsync(VerifyRun run, Span span, CheckpointCheck checkpoints, CancellationToken cancel)
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
            new ParallelOptions { MaxDegreeOfParallelism = Math.Max(2, Environment.ProcessorCount), CancellationToken = cancel },
            async (group, stop) => await GroupAsync(run, group, stop));
        if (last == long.MaxValue)
        {
            chain.End(largest);
        }

        run.Verified(epoch.Id, chain);
        return chain;
    }

    private async IAsyncEnumerable<Group> GroupsAsync(ChainCheck chain, Span span, LogPosition after, [EnumeratorCancellation] CancellationToken cancel)
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

            found.Add(placed);
        }

        for (; at < group.Blocks.Count; at++)
        {
            run.Found(await blocks.FindAsync(group.Blocks[at], found, cancel));
            found.Clear();
        }
    }

    private async Task<LogPosition> EndAsync(List<AuditEpoch> epochs, CancellationToken cancel) =>
        epochs.Count == 0 ? LogPosition.Start : await book.EndAsync(epochs[^1], cancel);

    // Entries after the last block: nobody can tell whether one is missing, but each can be told to be as it was written.
    private async Task RestAsync(VerifyRun run, LogPosition after, Func<AuditEntry, bool> isAsked, CancellationToken cancel)
    {
        await foreach (var placed in instance.Database.Seals.ReadAsync(after, AllPlaces, cancel))
        {
            if (isAsked(placed.Entry))
            {
                run.Read(1);
                run.Unsealed(audit.Holds(placed.Signed) ? null : placed.Entry.Id.Value);
            }
        }
    }

    private async Task<VerifiedTo?> StartAsync(AuditEpoch epoch, long first, CancellationToken cancel) =>
        await book.TreeAsync(epoch.Id, first, cancel) is null ? null : new VerifiedTo(epoch.Id, first, null);

    private async Task<(long First, long Last)?> NumbersAsync(
        AuditEpoch epoch, (LogPosition First, LogPosition Last)? places, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        // An entry is sealed some seconds after it was written: one that is gone from the end of the range is named by a later block.
        var sealedIn = await book.SealedAsync(epoch.Id, from, to < DateTimeOffset.MaxValue - Held ? to + Held : to, cancel);
        var first = places is var (one, _) ? (await book.BlockAtAsync(epoch.Id, one, cancel))?.Block.Number : null;
        var last = places is var (_, other) ? (await book.BlockAtAsync(epoch.Id, other, cancel))?.Block.Number ?? await book.SizeAsync(epoch.Id, cancel) - 1 : (long?)null;
        return (first ?? sealedIn?.First) is { } start
            ? (Math.Min(start, sealedIn?.First ?? start), Math.Max(last ?? start, sealedIn?.Last ?? start) + 1)
            : null;
    }

    // A block near the time that the id itself tells may still name it.
    private async Task<LogBreak> LostAsync(Guid entry, List<AuditEpoch> epochs, CancellationToken cancel)
    {
        var (made, wanted) = (EntryTime.Of(entry), entry.ToByteArray(bigEndian: true));
        foreach (var epoch in epochs)
        {
            if (await book.SealedAsync(epoch.Id, made - EntryTime.Slack, made + EntryTime.Slack, cancel) is not var (first, last))
            {
                continue;
            }

            await foreach (var block in book.BlocksAsync(epoch.Id, first, last, cancel))
            {
                if (block.Entries.Chunk(16).ToList().FindIndex(id => id.AsSpan().SequenceEqual(wanted)) is var at and >= 0)
                {
                    return new LogBreak(BreakKinds.Deleted, entry, epoch.Id, block.Block.Number, at + 1);
                }
            }
        }

        return new LogBreak(BreakKinds.Unknown, entry, null, null, null);
    }

    private sealed record Span(AuditEpoch Epoch, VerifiedTo? Start, long Last);

    private sealed record Group(LogPosition After, IReadOnlyList<SealedBlock> Blocks);
}
