using Portal.Data.Auditing.Retirement;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Proof;

/// <summary>Verifies the log, or a part of it (45 CFR 164.312(c)(2)), and says where the first break is.</summary>
internal sealed class LogVerifier(PortalInstance instance, AuditLog audit, BlockBook book)
{
    private static readonly LogPosition AllPlaces = new(ulong.MaxValue, Guid.AllBitsSet);

    private readonly EpochCheck check = new(book, instance.Keys);
    private readonly SpanCheck spans = new(instance, audit, book);
    private readonly BlockRanges ranges = new(book);
    private readonly RetirementBook retired = new(instance.Database, instance.Keys);

    /// <summary>The whole log, or what came after a place that an earlier verification has reached.</summary>
    public async Task<LogFinding> VerifyAsync(VerifiedTo? from, IReadOnlyCollection<SignedCheckpoint> outside, IProgress<VerifyProgress>? progress, CancellationToken cancel)
    {
        var run = new VerifyRun(progress);
        var checkpoints = new CheckpointCheck(book, instance.CheckpointKey, outside);
        var epochs = await check.TrueAsync(run, cancel);
        List<BlockSpan> asked = [.. epochs.SkipWhile(one => from is not null && one.Id != from.Epoch)
            .Select(epoch => new BlockSpan(epoch, from?.Epoch == epoch.Id ? from : null, long.MaxValue))];
        run.Expect(await ToReadAsync(asked, cancel));
        LogPosition? end = null;
        foreach (var span in asked)
        {
            end = (await spans.CheckAsync(run, span, checkpoints, cancel)).Place;
        }

        foreach (var lost in checkpoints.KnownOutside.Append(from?.Epoch ?? Guid.Empty).Except(epochs.Select(epoch => epoch.Id)).Where(one => one != Guid.Empty))
        {
            run.Found(new LogBreak(BreakKinds.TailCut, null, lost, 0, null));
        }

        await RestAsync(run, end ?? await EndAsync(epochs, cancel), _ => true, cancel);
        return await FindingAsync(run, epochs, cancel);
    }

    /// <summary>The entries of a range of time, with the blocks that were sealed in it.</summary>
    public async Task<LogFinding> RangeAsync(DateTimeOffset from, DateTimeOffset to, IReadOnlyCollection<SignedCheckpoint> outside, IProgress<VerifyProgress>? progress, CancellationToken cancel)
    {
        var run = new VerifyRun(progress);
        var places = await instance.Database.Seals.PlacesAsync(from, to, cancel);
        var epochs = await check.TrueAsync(run, cancel);
        var end = await EndAsync(epochs, cancel); // before blocks are chosen: what is sealed meanwhile is read twice rather than by nobody
        await PartsAsync(run, await ranges.OfTimesAsync(epochs, places, from, to, cancel), outside, cancel);
        await RestAsync(run, end, entry => entry.At >= from && entry.At < to, cancel);
        return await FindingAsync(run, epochs, cancel);
    }

    /// <summary>Sealed entries by their places in the log, from 1, with the blocks that hold them.</summary>
    public async Task<LogFinding> PositionsAsync(long first, long last, IReadOnlyCollection<SignedCheckpoint> outside, IProgress<VerifyProgress>? progress, CancellationToken cancel)
    {
        var run = new VerifyRun(progress);
        var epochs = await check.TrueAsync(run, cancel);
        await PartsAsync(run, await ranges.OfPositionsAsync(epochs, first, last, cancel), outside, cancel);
        return await FindingAsync(run, epochs, cancel);
    }

    /// <summary>One entry, with its block and the block's place under a signed checkpoint.</summary>
    public async Task<LogFinding> EntryAsync(Guid entry, IReadOnlyCollection<SignedCheckpoint> outside, CancellationToken cancel)
    {
        var run = new VerifyRun(null);
        var epochs = await check.TrueAsync(run, cancel);
        if (await instance.Database.Seals.FindAsync(entry, cancel) is not { } placed)
        {
            var lost = await ranges.LostAsync(entry, epochs, cancel);
            run.Found(await WasRetiredAsync(lost, cancel) ? null : lost);
            return await FindingAsync(run, epochs, cancel);
        }

        var epoch = epochs.LastOrDefault(one => one.After < placed.Position);
        if (epoch is not null && await book.BlockAtAsync(epoch.Id, placed.Position, cancel) is { } block)
        {
            await PartsAsync(run, [new BlockRange(epoch, block.Block.Number, block.Block.Number)], outside, cancel);
            return await FindingAsync(run, epochs, cancel) with { Entries = 1 };
        }

        run.Read(1);
        run.Unsealed(audit.Holds(placed.Signed) ? null : entry);
        return run.Finding();
    }

    // Its time was over, and it is in an archive: that is no break.
    private async Task<bool> WasRetiredAsync(LogBreak lost, CancellationToken cancel) =>
        lost is { Epoch: { } epoch, Block: { } block, Place: { } place } && await retired.OfAsync(epoch, block, cancel) is { } gone
            && (gone.IsWhole || gone.Leaves.ContainsKey(place - 1));

    private async Task PartsAsync(VerifyRun run, IReadOnlyList<BlockRange> parts, IReadOnlyCollection<SignedCheckpoint> outside, CancellationToken cancel)
    {
        var checkpoints = new CheckpointCheck(book, instance.CheckpointKey, outside);
        foreach (var part in parts)
        {
            run.Expect(await book.EntriesAsync(part.Epoch.Id, part.First, part.Last, cancel));
        }

        foreach (var (epoch, first, last) in parts)
        {
            await spans.PartAsync(run, epoch, first, last, checkpoints, cancel);
        }
    }

    private async Task<long> ToReadAsync(List<BlockSpan> asked, CancellationToken cancel)
    {
        var all = await instance.Database.Seals.CountAfterAsync(asked.Count == 0 ? LogPosition.Start : await book.EndAsync(asked[^1].Epoch, cancel), 1_000_000, cancel);
        foreach (var (epoch, start, last) in asked)
        {
            all += await book.EntriesAsync(epoch.Id, start?.Size ?? 0, last, cancel);
        }

        return all;
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

    // A place in the whole log is what people count by; blocks before it say how many entries they have.
    private async Task<LogFinding> FindingAsync(VerifyRun run, List<AuditEpoch> epochs, CancellationToken cancel)
    {
        var finding = run.Finding();
        if (finding.Break is not { Epoch: { } broken, Block: { } block } found || epochs.FindIndex(one => one.Id == broken) is var at && at < 0)
        {
            return finding;
        }

        var before = await book.EntriesAsync(broken, 0, block - 1, cancel);
        foreach (var epoch in epochs.Take(at))
        {
            before += await book.EntriesAsync(epoch.Id, 0, long.MaxValue, cancel);
        }

        return finding with { Position = before + (found.Place ?? 1) };
    }
}
