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
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(700);

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
            try
            {
                rows.AddRange(await database.AuditReader.FindAsync(filter, low, place, limit - rows.Count, cancel));
            }
            catch (TimeoutException) when (place != before)
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
}
