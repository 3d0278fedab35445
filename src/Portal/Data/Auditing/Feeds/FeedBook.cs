using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Feeds;

/// <summary>
/// How far each feed has come, and whose turn it is. A turn ends by itself, so that a node which died or hangs is followed by another; a place carries a MAC, so that
/// nobody with SQL alone can make a feed leave entries out.
/// </summary>
internal sealed class FeedBook(PortalDatabase database, KeyRing keys, TimeProvider clock)
{
    /// <summary>How long a node has the turn without renewing it.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    private readonly Guid node = Guid.NewGuid();

    /// <summary>Takes the turn, or keeps it.</summary>
    /// <returns>After which entry the feed goes on; <c>null</c> while another node is at it.</returns>
    public async Task<LogPosition?> TryTakeAsync(string feed, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        if (!await db.Set<FeedRow>().AnyAsync(row => row.Feed == feed, cancel))
        {
            await BeginAsync(db, feed, cancel);
        }

        var taken = await db.Set<FeedRow>().Where(row => row.Feed == feed && (row.Holder == node || row.HeldUntil <= now || row.HeldUntil > now + Turn + Turn))
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Holder, node).SetProperty(row => row.HeldUntil, now + Turn), cancel);
        if (taken == 0)
        {
            return null;
        }

        var there = await db.Set<FeedRow>().AsNoTracking().SingleAsync(row => row.Feed == feed, cancel);
        var place = new LogPosition((ulong)there.Xact, there.Entry);
        // A place that this instance did not write is not believed: all is sent again.
        return Mac.Same(there.Mac, MacOf(feed, place)) ? place : LogPosition.Start;
    }

    /// <summary>Keeps that the feed has taken everything up to an entry, and the turn.</summary>
    /// <returns>Whether this node still has the turn.</returns>
    public async Task<bool> TookAsync(string feed, PlacedEntry last, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        var (xact, id, upTo, until, mac) = ((long)last.Xact, last.Position.Id, (DateTimeOffset?)last.Entry.At, now.Value + Turn, MacOf(feed, last.Position));
        await using var db = database.Open();
        return await db.Set<FeedRow>().Where(row => row.Feed == feed && row.Holder == node).ExecuteUpdateAsync(
            set => set
                .SetProperty(row => row.Xact, xact)
                .SetProperty(row => row.Entry, id)
                .SetProperty(row => row.UpTo, upTo)
                .SetProperty(row => row.TakenAt, now)
                .SetProperty(row => row.HeldUntil, until)
                .SetProperty(row => row.Problem, (string?)null)
                .SetProperty(row => row.Mac, mac),
            cancel) == 1;
    }

    /// <summary>Keeps why it does not go on.</summary>
    public async Task FailedAsync(string feed, string problem, CancellationToken cancel)
    {
        await using var db = database.Open();
        await db.Set<FeedRow>().Where(row => row.Feed == feed && row.Holder == node).ExecuteUpdateAsync(set => set.SetProperty(row => row.Problem, problem), cancel);
    }

    /// <summary>Gives the turn back, so that another node need not wait for its end.</summary>
    public async Task LeaveAsync(string feed, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var db = database.Open();
        await db.Set<FeedRow>().Where(row => row.Feed == feed && row.Holder == node)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Holder, (Guid?)null).SetProperty(row => row.HeldUntil, now), cancel);
    }

    /// <summary>All feeds that there ever were.</summary>
    public async Task<List<FeedRow>> AllAsync(CancellationToken cancel)
    {
        await using var db = database.Open();
        return await db.Set<FeedRow>().AsNoTracking().OrderBy(row => row.Feed).ToListAsync(cancel);
    }

    private async Task BeginAsync(PortalDbContext db, string feed, CancellationToken cancel)
    {
        try
        {
            db.Add(new FeedRow { Feed = feed, HeldUntil = DateTimeOffset.UnixEpoch, Mac = MacOf(feed, LogPosition.Start) });
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException twice) when (Clash.Is(twice))
        {
            db.ChangeTracker.Clear(); // another node began it just now
        }
    }

    private byte[] MacOf(string feed, LogPosition place) => Mac.Short(
        keys.Of(KeyUse.AuditMacs).Bytes, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"feed|{feed}|{place.Xact}|{place.Id}")));
}
