using System.Runtime.CompilerServices;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail.Exports;

/// <summary>
/// Reads all entries of a search, the newest first, a page at a time: by keyset in windows that double while they are quick and shrink where a statement takes too long, so that
/// a rare thing in a long time is found without one statement that runs for minutes.
/// </summary>
internal sealed class ExportPages(PortalDatabase database)
{
    public const int PageSize = 500;

    private static readonly TimeSpan FirstWindow = TimeSpan.FromDays(1);

    private static readonly TimeSpan LeastWindow = TimeSpan.FromMinutes(1);

    /// <summary>The pages, each with the place where the next one begins; <c>null</c> after the last.</summary>
    /// <exception cref="TimeoutException">Not even the smallest window could be read.</exception>
    public async IAsyncEnumerable<(IReadOnlyList<PlacedEntry> Rows, TimeCursor? Next)> ReadAsync(
        AuditFilter filter, DateTimeOffset from, TimeCursor before, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (place, window) = ((TimeCursor?)before, FirstWindow);
        while (place is { } now)
        {
            // A patient's entries lie together in an index of their own: no windows.
            var isWhole = filter.Patient is not null || now.At - from <= window;
            var low = isWhole ? from : now.At - window;
            if (await TryAsync(filter, low, now, mayFail: filter.Patient is null && window > LeastWindow, cancel) is not { } rows)
            {
                window /= 8;
                continue;
            }

            var isFull = rows.Count == PageSize;
            place = isFull ? new TimeCursor(rows[^1].Entry.At, rows[^1].Entry.Id.Value) : isWhole ? null : new TimeCursor(low, Guid.Empty);
            window = isFull ? window : window * 2;
            yield return (rows, place);
        }
    }

    private async Task<IReadOnlyList<PlacedEntry>?> TryAsync(AuditFilter filter, DateTimeOffset low, TimeCursor before, bool mayFail, CancellationToken cancel)
    {
        try
        {
            return await database.AuditReader.PlacedAsync(filter, low, before, PageSize, cancel);
        }
        catch (TimeoutException) when (mayFail)
        {
            return null;
        }
    }
}
