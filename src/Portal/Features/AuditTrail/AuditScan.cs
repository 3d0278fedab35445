using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>
/// Looks backwards through the log in windows that double, until a page is full, the beginning is reached, or a person would wait too long. So a rare thing in
/// a long time costs bounded work, and the search says how far it came.
/// </summary>
internal sealed class AuditScan(PortalDatabase database, TimeProvider clock)
{
    private static readonly TimeSpan FirstWindow = TimeSpan.FromDays(1);

    /// <summary>A page within a second: the search stops before the window that would take it past this.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>Where a window takes longer than the one before it told, it is given up then; the first one alone is let go on.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromMilliseconds(850);

    /// <summary>Entries, and where the search stopped short of the beginning.</summary>
    /// <exception cref="TimeoutException">Not even the first window could be searched.</exception>
    public async Task<(List<SignedEntry> Rows, TimeCursor? Reached)> FindAsync(AuditFilter filter, DateTimeOffset from, TimeCursor before, int limit, CancellationToken cancel)
    {
        var (rows, place, window, started) = (new List<SignedEntry>(), before, FirstWindow, clock.GetTimestamp());
        while (true)
        {
            var begun = clock.GetTimestamp();
            // A patient's entries are few and lie together in an index of their own: no windows.
            var low = filter.Patient is not null || place.At - from <= window ? from : place.At - window;
            using var late = new CancellationTokenSource(place == before ? Timeout.InfiniteTimeSpan : Left(started), clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
            try
            {
                rows.AddRange(await database.AuditReader.FindAsync(filter, low, place, limit - rows.Count, either.Token));
            }
            catch (Exception slow) when (slow is (TimeoutException or OperationCanceledException) && place != before && !cancel.IsCancellationRequested)
            {
                return (rows, place);
            }

            if (rows.Count >= limit || low <= from)
            {
                return (rows, null);
            }

            (place, window) = (new TimeCursor(low, Guid.Empty), window * 2);
            if (clock.GetElapsedTime(started) + (2 * clock.GetElapsedTime(begun)) > Patience)
            {
                return (rows, place);
            }
        }
    }

    private TimeSpan Left(long started) => clock.GetElapsedTime(started) is var spent && spent < Longest ? Longest - spent : TimeSpan.Zero;
}
