using Portal.Data.Auditing.Sealing;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Proof;

/// <summary>Whether the epochs are those that this instance began: each by its MAC, with no number left out, and each from where the one before ended.</summary>
internal sealed class EpochCheck(BlockBook book, KeyRing keys)
{
    private readonly EpochSeal seal = new(keys);

    /// <summary>The true epochs in their order; the run is told of whatever else there is. Where a false one begins means nothing, so no entry is left out by it.</summary>
    public async Task<List<AuditEpoch>> TrueAsync(VerifyRun run, CancellationToken cancel)
    {
        var all = await book.EpochsAsync(cancel);
        foreach (var one in all.Where(one => !seal.Holds(one)))
        {
            // Blocks tell that there was such an epoch once.
            run.Found(Break(await book.SizeAsync(one.Id, cancel) > 0 ? BreakKinds.Edited : BreakKinds.Inserted, one));
        }

        List<AuditEpoch> mine = [.. all.Where(seal.Holds)];
        for (var at = 0; at < mine.Count; at++)
        {
            run.Found(mine[at].Number == at ? null : Break(BreakKinds.Deleted, mine[at]));
            run.Found(at == 0 || mine[at].Number != mine[at - 1].Number + 1 ? null : await SeamAsync(mine[at - 1], mine[at], cancel));
        }

        return mine;
    }

    private async Task<LogBreak?> SeamAsync(AuditEpoch before, AuditEpoch next, CancellationToken cancel)
    {
        var end = await book.EndAsync(before, cancel);
        return end == next.After ? null : new LogBreak(end < next.After ? BreakKinds.TailCut : BreakKinds.Edited, null, before.Id, await book.SizeAsync(before.Id, cancel), null);
    }

    private static LogBreak Break(string kind, AuditEpoch epoch) => new(kind, null, epoch.Id, null, null);
}
