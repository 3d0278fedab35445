using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Feeds;

/// <summary>
/// How far each feed has come, and whose turn it is. A turn ends by itself, so that a node which died or hangs is followed by another; what is kept of it carries a MAC,
/// so that nobody with SQL alone can make a feed leave entries out, or say that it is well (docs/decisions/0089).
/// </summary>
internal sealed class FeedBook(PortalDatabase database, KeyRing keys, TimeProvider clock)
{
    /// <summary>How long a node has the turn without renewing it.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    private readonly Guid node = Guid.NewGuid();

    /// <summary>Takes the turn, or keeps it.</summary>
    /// <returns>Where the feed goes on; <c>null</c> while another node is at it.</returns>
    public async Task<FeedPlace?> TryTakeAsync(string feed, CancellationToken cancel)
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

        return Judge(await db.Set<FeedRow>().AsNoTracking().SingleAsync(row => row.Feed == feed, cancel));
    }

    /// <summary>What is believed of a row. A place that this instance did not write is not: all is sent again.</summary>
    public FeedPlace Judge(FeedRow row)
    {
        var place = new LogPosition((ulong)row.Xact, row.Entry);
        var isWhole = Mac.Same(row.Mac, MacOf(row));
        // Rows from before the times had a MAC keep the one of their place, until the feed takes something.
        return isWhole ? new FeedPlace(place, IsAltered: false) { UpTo = row.UpTo, TakenAt = row.TakenAt, Problem = row.Problem }
            : Mac.Same(row.Mac, MacOfPlace(row.Feed, place)) ? new FeedPlace(place, IsAltered: false)
            : new FeedPlace(LogPosition.Start, IsAltered: true);
    }

    /// <summary>Keeps that the feed has taken everything up to an entry, and the turn.</summary>
    /// <returns>Whether this node still has the turn.</returns>
    public async Task<bool> TookAsync(string feed, PlacedEntry last, CancellationToken cancel)
    {
        var now = Microseconds.Cut(clock.GetUtcNow());
        var row = new FeedRow { Feed = feed, Xact = (long)last.Xact, Entry = last.Position.Id, UpTo = last.Entry.At, TakenAt = now };
        await using var db = database.Open();
        return await WriteAsync(db.Set<FeedRow>().Where(one => one.Feed == feed && one.Holder == node), row, now + Turn, cancel);
    }

    /// <summary>Keeps why it does not go on. A place that is not believed gets no MAC by it.</summary>
    public async Task FailedAsync(string feed, string problem, CancellationToken cancel)
    {
        await using var db = database.Open();
        if (await db.Set<FeedRow>().AsNoTracking().SingleOrDefaultAsync(one => one.Feed == feed && one.Holder == node, cancel) is { } there && Judge(there) is { IsAltered: false } known)
        {
            var row = new FeedRow { Feed = feed, Xact = there.Xact, Entry = there.Entry, UpTo = known.UpTo, TakenAt = known.TakenAt, Problem = problem };
            await WriteAsync(db.Set<FeedRow>().Where(one => one.Feed == feed && one.Holder == node && one.Mac == there.Mac), row, there.HeldUntil, cancel);
        }
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
            var row = new FeedRow { Feed = feed, HeldUntil = DateTimeOffset.UnixEpoch };
            row.Mac = MacOf(row);
            db.Add(row);
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException twice) when (Clash.Is(twice))
        {
            db.ChangeTracker.Clear(); // another node began it just now
        }
    }

    private async Task<bool> WriteAsync(IQueryable<FeedRow> which, FeedRow row, DateTimeOffset until, CancellationToken cancel)
    {
        var mac = MacOf(row);
        return await which.ExecuteUpdateAsync(
            set => set
                .SetProperty(one => one.Xact, row.Xact)
                .SetProperty(one => one.Entry, row.Entry)
                .SetProperty(one => one.UpTo, row.UpTo)
                .SetProperty(one => one.TakenAt, row.TakenAt)
                .SetProperty(one => one.HeldUntil, until)
                .SetProperty(one => one.Problem, row.Problem)
                .SetProperty(one => one.Mac, mac),
            cancel) == 1;
    }

    private byte[] MacOf(FeedRow row) => MacOf($"feed-row|{row.Feed}|{row.Xact}|{row.Entry}|{row.UpTo?.UtcTicks}|{row.TakenAt?.UtcTicks}|{row.Problem}");

    private byte[] MacOfPlace(string feed, LogPosition place) => MacOf($"feed|{feed}|{place.Xact}|{place.Id}");

    private byte[] MacOf(FormattableString text) => Mac.Short(keys.Of(KeyUse.AuditMacs).Bytes, Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture)));
}

/// <summary>How far a feed is, by what is believed of it.</summary>
/// <param name="After">It goes on after this entry.</param>
/// <param name="IsAltered">Whether what the database says of it was not written by the portal.</param>
internal sealed record FeedPlace(LogPosition After, bool IsAltered)
{
    /// <summary>The time of the last entry that was taken.</summary>
    public DateTimeOffset? UpTo { get; init; }

    /// <summary>When it was last taken.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>Why it did not go on, see <see cref="DeliveryTrouble"/>.</summary>
    public string? Problem { get; init; }
}
