using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Findings.Feeds;

/// <summary>
/// Asks every feed of the entries that came since the last look, in the order of sealing, in which none can come before another any more. The place moves in the
/// transaction that raises what was found: nothing is missed and nothing raised twice, however many nodes look and whenever one is killed (ADR 0063).
/// </summary>
internal sealed class FindingFeeds(PortalDatabase database, IEnumerable<IFindingFeed> feeds, FindingLog findings, TimeProvider clock)
{
    /// <summary>Entries looked at in one transaction.</summary>
    public const int Batch = 500;

    private const string Reader = "findings";

    // An instance that is new to this looks at its last day and not at years.
    private static readonly TimeSpan FirstLook = TimeSpan.FromDays(1);

    private static readonly Actor Job = RelationFeed.Job;

    /// <summary>Looks at the next entries.</summary>
    /// <returns>How many there were; 0 also where another node was quicker.</returns>
    public async Task<int> LookAsync(CancellationToken cancel)
    {
        var (place, version) = await PlaceAsync(cancel);
        var entries = await NextAsync(place, cancel);
        if (entries.Count == 0)
        {
            return 0;
        }

        var found = new List<NewFinding>();
        var round = new FeedRound([.. entries.Select(one => one.Entry).Where(IsOfStaff)]);
        foreach (var feed in feeds)
        {
            found.AddRange(await feed.FindAsync(round, cancel));
        }

        return await KeepAsync(entries[^1].Position, version, found, cancel) ? entries.Count : 0;
    }

    private static bool IsOfStaff(AuditEntry entry) => entry is { Account: not null, Role: not (Role.None or Role.Patient or Role.System) };

    private async Task<(LogPosition Place, int Version)> PlaceAsync(CancellationToken cancel)
    {
        await using var db = database.Open();
        if (await db.Set<FeedPosition>().AsNoTracking().SingleOrDefaultAsync(p => p.Name == Reader, cancel) is { } row)
        {
            return (new LogPosition((ulong)row.Xact, row.Entry), row.Version);
        }

        var now = clock.GetUtcNow();
        var lastDay = await database.Seals.PlacesAsync(now - FirstLook, now.AddDays(1), cancel);
        return (lastDay is { First: var first } ? new LogPosition(first.Xact, Guid.Empty) : LogPosition.Start, 0);
    }

    private async Task<List<PlacedEntry>> NextAsync(LogPosition place, CancellationToken cancel)
    {
        var entries = new List<PlacedEntry>(Batch);
        await foreach (var entry in database.Seals.ReadAsync(place, last: null, cancel))
        {
            entries.Add(entry);
            if (entries.Count == Batch)
            {
                break;
            }
        }

        return entries;
    }

    // The place first: of two nodes with the same entries one fails here, and with it all that it would raise.
    private async Task<bool> KeepAsync(LogPosition place, int version, List<NewFinding> found, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        try
        {
            await MoveAsync(db, place, version, cancel);
            foreach (var finding in found)
            {
                await findings.RaiseAsync(db, Job, finding, cancel);
            }

            await transaction.CommitAsync(cancel);
            return true;
        }
        catch (DbUpdateException late) when (Clash.Is(late))
        {
            return false;
        }
    }

    private async Task MoveAsync(PortalDbContext db, LogPosition place, int version, CancellationToken cancel)
    {
        var row = new FeedPosition { Name = Reader, Xact = checked((long)place.Xact), Entry = place.Id, At = clock.GetUtcNow(), Version = version + 1 };
        if (version == 0)
        {
            db.Add(row);
        }
        else
        {
            var kept = await db.Set<FeedPosition>().SingleAsync(p => p.Name == Reader, cancel);
            if (kept.Version != version)
            {
                throw new DbUpdateConcurrencyException("Another node has moved on.");
            }

            (kept.Xact, kept.Entry, kept.At, kept.Version) = (row.Xact, row.Entry, row.At, row.Version);
        }

        await db.SaveChangesAsync(cancel);
    }
}
