using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Proof;

/// <summary>Which blocks hold what is asked for.</summary>
internal sealed class BlockRanges(BlockBook book)
{
    // How long an entry may have waited for its block.
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(1);

    /// <summary>The blocks of entries of a range of time.</summary>
    public async Task<List<BlockRange>> OfTimesAsync(
        IReadOnlyList<AuditEpoch> epochs, (LogPosition First, LogPosition Last)? places, DateTimeOffset from, DateTimeOffset to, CancellationToken cancel)
    {
        var found = new List<BlockRange>();
        foreach (var epoch in epochs)
        {
            if (await NumbersAsync(epoch, places, from, to, cancel) is var (first, last))
            {
                found.Add(new BlockRange(epoch, first, last));
            }
        }

        return found;
    }

    /// <summary>The blocks of sealed entries by their places in the log, from 1.</summary>
    public async Task<List<BlockRange>> OfPositionsAsync(IReadOnlyList<AuditEpoch> epochs, long first, long last, CancellationToken cancel)
    {
        var (found, before) = (new List<BlockRange>(), 0L);
        foreach (var epoch in epochs)
        {
            (long First, long Last)? numbers = null;
            await foreach (var (number, count) in book.CountsAsync(epoch.Id, cancel))
            {
                numbers = before + count >= first && before < last ? (numbers?.First ?? number, number) : numbers;
                before += count;
            }

            found.AddRange(numbers is var (one, other) ? [new BlockRange(epoch, one, other)] : []);
        }

        return found;
    }

    /// <summary>Where an entry was that is there no more: a block near the time that the id itself tells may still name it.</summary>
    public async Task<LogBreak> LostAsync(Guid entry, List<AuditEpoch> epochs, CancellationToken cancel)
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
}

/// <summary>Blocks of an epoch from one number to another.</summary>
internal sealed record BlockRange(AuditEpoch Epoch, long First, long Last);
