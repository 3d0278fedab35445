namespace Portal.Features.AuditTrail.Pictures;

/// <summary>
/// Counts backwards in steps that double, as the search looks, until the beginning is reached or a person would wait too long: then the picture says how far it came.
/// </summary>
internal sealed class BackwardCount(TimeProvider clock)
{
    private static readonly TimeSpan FirstStep = TimeSpan.FromDays(8);

    /// <summary>A picture within about a second.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(900);

    /// <summary>Calls the count for each step, given as a range of edges, the newest first.</summary>
    /// <param name="edges">Where a step may begin and end.</param>
    /// <param name="isQuick">Whether an index serves it whole, so that one step does.</param>
    /// <param name="count">Counts from one edge to another, both by their index.</param>
    /// <returns>The index of the edge that was reached; 0 for the beginning.</returns>
    /// <exception cref="TimeoutException">Not even the first step could be counted.</exception>
    public async Task<int> RunAsync(IReadOnlyList<DateTimeOffset> edges, bool isQuick, Func<int, int, Task> count)
    {
        var (end, step, started) = (edges.Count - 1, FirstStep, clock.GetTimestamp());
        while (end > 0)
        {
            var begun = clock.GetTimestamp();
            var low = isQuick ? 0 : Low(edges, end, step);
            try
            {
                await count(low, end);
            }
            catch (TimeoutException) when (end < edges.Count - 1)
            {
                return end;
            }

            (end, step) = (low, step * 2);
            if (clock.GetElapsedTime(started) + (2 * clock.GetElapsedTime(begun)) > Patience)
            {
                break;
            }
        }

        return end;
    }

    private static int Low(IReadOnlyList<DateTimeOffset> edges, int end, TimeSpan step)
    {
        var low = end - 1;
        while (low > 0 && edges[end] - edges[low] < step)
        {
            low--;
        }

        return low;
    }
}
