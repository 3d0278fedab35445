using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Charting.History;

/// <summary>Finds gaps in a history: an entry that hands touched has a change for its version, and one for each version down to the first by hand.</summary>
internal static class Completeness
{
    /// <param name="row">The entry.</param>
    /// <param name="changes">Its changes, newest first.</param>
    public static HistoryCompleteness Of(ChartRow row, IReadOnlyList<EntryChange> changes)
    {
        var done = row.Done();
        var whole = !row.SealBroken && !changes.Any(change => change.SealBroken)
            && (done == HandWork.None) == (changes.Count == 0)
            && changes.Index().All(one => one.Item.EntryVersion == row.Version - one.Index)
            && (changes.Count == 0 || done.HasFlag(HandWork.Charted) == (changes[^1] is { EntryVersion: 1, Before: null }));
        return whole ? HistoryCompleteness.Complete : HistoryCompleteness.Damaged;
    }
}
