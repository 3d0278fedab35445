using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Findings.Feeds;

/// <summary>
/// How far the questions to the audit log have come. It carries a MAC: a place that this instance did not write is not believed, so that nobody with SQL alone keeps
/// entries from being looked at (45 CFR 164.308(a)(1)(ii)(D), ADR 0086).
/// </summary>
internal sealed class ReaderPlace(PortalDatabase database, KeyRing keys, TimeProvider clock)
{
    private const string Reader = "findings";

    // An instance that is new to this looks at its last day and not at years.
    private static readonly TimeSpan FirstLook = TimeSpan.FromDays(1);

    /// <summary>After which entry to go on, and the row that says so; <c>null</c> where there is none yet.</summary>
    public async Task<(LogPosition Place, FeedPosition? Row)> FindAsync(CancellationToken cancel)
    {
        await using var db = database.Open();
        var row = await db.Set<FeedPosition>().AsNoTracking().SingleOrDefaultAsync(p => p.Name == Reader, cancel);
        return (row is not null && IsTrue(row) ? PlaceOf(row) : await FirstAsync(cancel), row);
    }

    /// <summary>Moves it in the caller's transaction.</summary>
    /// <exception cref="DbUpdateException">Another node was quicker: the transaction must be given up.</exception>
    public async Task MoveAsync(PortalDbContext db, FeedPosition? seen, IReadOnlyList<PlacedEntry> read, CancellationToken cancel)
    {
        var row = seen is null ? new FeedPosition { Name = Reader, Version = 0 } : await db.Set<FeedPosition>().SingleAsync(p => p.Name == Reader, cancel);
        if (seen is not null && row.Version != seen.Version)
        {
            throw new DbUpdateConcurrencyException("Another node has moved on.");
        }

        var place = read[^1].Position;
        (row.Xact, row.Entry, row.Version) = (checked((long)place.Xact), place.Id, unchecked(row.Version + 1));
        (row.At, row.UpTo) = (Microseconds.Cut(clock.GetUtcNow()), UpTo(seen, read));
        row.Mac = MacOf(row);
        if (seen is null)
        {
            db.Add(row);
        }

        await db.SaveChangesAsync(cancel);
    }

    /// <summary>The newest entry that has waited for longer than it should to be looked at; <c>null</c> where none has.</summary>
    public async Task<EntryId?> WaitingAsync(TimeSpan late, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var newest = (await database.AuditReader.FindAsync(new AuditFilter(), now - FirstLook, new TimeCursor(now - late, Guid.Empty), 1, cancel)).FirstOrDefault();
        var (_, row) = await FindAsync(cancel);
        return newest is null || (row is not null && IsTrue(row) && row.UpTo >= newest.Entry.At) ? null : newest.Entry.Id;
    }

    private static LogPosition PlaceOf(FeedPosition row) => new((ulong)row.Xact, row.Entry);

    // Not what a clock that goes ahead says: until that time comes nothing would seem to wait.
    private DateTimeOffset UpTo(FeedPosition? seen, IReadOnlyList<PlacedEntry> read)
    {
        var now = Microseconds.Cut(clock.GetUtcNow());
        var newest = read.Max(placed => placed.Entry.At);
        var known = seen?.UpTo is { } before && before <= now ? before : DateTimeOffset.MinValue;
        return newest > now ? now : newest > known ? newest : known;
    }

    private async Task<LogPosition> FirstAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (await database.Seals.PlacesAsync(now - FirstLook, now.AddDays(1), cancel) is { First: var first })
        {
            return new LogPosition(first.Xact, Guid.Empty);
        }

        var newest = (await database.AuditReader.FindAsync(new AuditFilter(), DateTimeOffset.UnixEpoch, new TimeCursor(now.AddDays(1), Guid.Empty), 1, cancel)).FirstOrDefault();
        return newest is not null && await database.Seals.FindAsync(newest.Entry.Id.Value, cancel) is { } placed ? placed.Position : LogPosition.Start;
    }

    private bool IsTrue(FeedPosition row) => Mac.Same(row.Mac, MacOf(row));

    private byte[] MacOf(FeedPosition row) => Mac.Short(
        keys.Of(KeyUse.AuditMacs).Bytes,
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"reader|{row.Name}|{row.Xact}|{row.Entry}|{row.UpTo?.UtcTicks}")));
}
