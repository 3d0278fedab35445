using Portal.Kernel.Audit;
using Portal.Kernel.Audit.Feeds;

namespace Portal.Data.Auditing.Feeds;

/// <summary>
/// Brings one feed its entries: those of finished transactions, in the order of sealing, at least once, and from where it stopped after an outage or a restart. Of
/// entries it holds some thousands at a time. Nobody who appends waits for it.
/// </summary>
internal sealed class FeedCourier(PortalDatabase database, AuditLog audit, FeedBook book, IFeedTarget target, TimeProvider clock)
{
    /// <summary>Entries of one delivery.</summary>
    public const int AtOnce = 1_000;

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private int failures;
    private DateTimeOffset next;
    private LaggingFeed? last;

    public string Feed => target.Id;

    /// <summary>Deliveries of one go: then it says how far it is.</summary>
    public int MostDeliveries { get; init; } = 20;

    /// <summary>Brings what is due, unless another node is at it or a failure was just now.</summary>
    /// <returns>How old the oldest entry is that is not there yet, and the kind of the failure; <c>null</c> where all is well.</returns>
    public async Task<LaggingFeed?> DeliverAsync(CancellationToken cancel)
    {
        if (clock.GetUtcNow() < next)
        {
            return last;
        }

        if (await book.TryTakeAsync(target.Id, cancel) is not { } place)
        {
            return last = null; // another node is at it and tells
        }

        var due = new List<PlacedEntry>(AtOnce);
        try
        {
            var rest = await DeliverAsync(place.After, due, cancel);
            (failures, next) = (0, default);
            return last = place.IsAltered ? (rest ?? new LaggingFeed(target.Id, TimeSpan.Zero, DeliveryTrouble.Altered)) with { IsAltered = true } : rest;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            return last = await FailedAsync(due, failure, cancel) with { IsAltered = place.IsAltered };
        }
    }

    /// <summary>Lets another node go on.</summary>
    public Task LeaveAsync(CancellationToken cancel) => book.LeaveAsync(target.Id, cancel);

    private async Task<LaggingFeed?> DeliverAsync(LogPosition place, List<PlacedEntry> due, CancellationToken cancel)
    {
        var (deliveries, begun) = (0, clock.GetTimestamp());
        await foreach (var placed in database.Seals.ReadAsync(place, last: null, cancel))
        {
            if (deliveries == MostDeliveries)
            {
                return new LaggingFeed(target.Id, clock.GetUtcNow() - placed.Entry.At, DeliveryTrouble.Slow) { HasMore = true };
            }

            due.Add(placed);
            if (due.Count < AtOnce)
            {
                continue;
            }

            deliveries++;
            if (!await BringAsync(due, cancel))
            {
                return null;
            }

            await GiveWay.AfterAsync(database.Audit, clock.GetElapsedTime(begun), cancel);
            begun = clock.GetTimestamp();
        }

        if (due.Count > 0)
        {
            await BringAsync(due, cancel);
        }

        return null;
    }

    // Whether this node still has the turn: one that was slower than it goes no further.
    private async Task<bool> BringAsync(List<PlacedEntry> due, CancellationToken cancel)
    {
        await target.DeliverAsync([.. due.Select(placed => new FedEntry(placed.Entry, !audit.Holds(placed.Signed)))], cancel);
        var isMine = await book.TookAsync(target.Id, due[^1], cancel);
        due.Clear();
        return isMine;
    }

    private async Task<LaggingFeed> FailedAsync(List<PlacedEntry> due, Exception failure, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        next = now + TimeSpan.FromSeconds(Math.Min(LongestPause.TotalSeconds, Math.Pow(2, ++failures)));
        await book.FailedAsync(target.Id, DeliveryTrouble.Of(failure), cancel);
        return new LaggingFeed(target.Id, due.Count > 0 ? now - due[0].Entry.At : TimeSpan.Zero, DeliveryTrouble.Of(failure));
    }
}

/// <summary>A feed that lacks entries.</summary>
/// <param name="Feed">Its id.</param>
/// <param name="Behind">How old the oldest entry is that it lacks.</param>
/// <param name="Why">Why, see <see cref="DeliveryTrouble"/>.</param>
internal sealed record LaggingFeed(string Feed, TimeSpan Behind, string Why)
{
    /// <summary>Whether it takes what it is brought, and more is there for it now.</summary>
    public bool HasMore { get; init; }

    /// <summary>Whether what the database said of it was not written by the portal, so that it began anew.</summary>
    public bool IsAltered { get; init; }
}
