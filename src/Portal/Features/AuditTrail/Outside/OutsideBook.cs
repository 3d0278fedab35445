using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Feeds;
using Portal.Data.Auditing.Retirement;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel.Audit;
using Portal.Kernel.Audit.Feeds;

namespace Portal.Features.AuditTrail.Outside;

/// <summary>How far each place outside is, by what the portal itself noted: what somebody with SQL alone could have written is not told as true (docs/decisions/0089).</summary>
internal sealed class OutsideBook(
    PortalDatabase database, DeliveryBook deliveries, IReadOnlyList<CheckpointCourier> couriers, FeedBook feeds, IReadOnlyList<IFeedTarget> receivers, RetirementBook retired)
{
    /// <summary>A target of checkpoints, by the kind that its id begins with.</summary>
    public async Task<OutsideCopy> CheckpointsAsync(OutsideKind kind, string prefix, string? place, CancellationToken cancel)
    {
        if (place is null || couriers.FirstOrDefault(one => one.Target.StartsWith(prefix, StringComparison.Ordinal)) is not { } courier)
        {
            return new OutsideCopy(kind, null, null, null, null, null);
        }

        var (at, upTo) = await deliveries.ReachedAsync(courier.Target, cancel);
        var (due, isAltered) = await deliveries.DueAsync(courier.Target, 1, cancel);
        return new OutsideCopy(kind, place, at, upTo, due.Count > 0 ? due[0].Checkpoint.At : null, courier.Trouble) { IsAltered = isAltered };
    }

    /// <summary>A feed, by the kind that its id begins with.</summary>
    public async Task<OutsideCopy> FeedAsync(OutsideKind kind, string prefix, string? place, CancellationToken cancel)
    {
        if (place is null || receivers.FirstOrDefault(target => target.Id.StartsWith(prefix, StringComparison.Ordinal)) is not { } target)
        {
            return new OutsideCopy(kind, null, null, null, null, null);
        }

        var known = (await feeds.AllAsync(cancel)).Find(one => one.Feed == target.Id) is { } row ? feeds.Judge(row) : new FeedPlace(LogPosition.Start, IsAltered: false);
        return new OutsideCopy(kind, place, known.TakenAt, known.UpTo, await FirstAfterAsync(known.After, cancel), known.Problem) { IsAltered = known.IsAltered };
    }

    /// <summary>How long entries are kept, by the months that the database has.</summary>
    public async Task<LogRetention> RetentionAsync(int keepYears, DateTimeOffset now, CancellationToken cancel)
    {
        var last = (await retired.AllAsync(cancel)).MaxBy(row => row.At);
        await using var db = database.Open();
        if (await db.Set<AuditRow>().OrderBy(row => row.At).Select(row => (DateTimeOffset?)row.At).FirstOrDefaultAsync(cancel) is not { } oldest)
        {
            return new LogRetention(keepYears, null, 0, null, last?.Month, last?.At);
        }

        // A month is retired whole, with its partition: one that has none was retired, or never was. Entries that lie in none wait for theirs.
        var months = await database.AuditMonthsAsync(cancel);
        var first = new DateTimeOffset(oldest.UtcDateTime.Year, oldest.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        return new LogRetention(keepYears, first, months.Count(month => DueAt(month) <= now), DueAt(months.Append(first).Min()), last?.Month, last?.At);

        DateTimeOffset DueAt(DateTimeOffset month) => month.AddMonths(1).AddYears(keepYears);
    }

    private async Task<DateTimeOffset?> FirstAfterAsync(LogPosition place, CancellationToken cancel)
    {
        await foreach (var placed in database.Seals.ReadAsync(place, last: null, cancel))
        {
            return placed.Entry.At;
        }

        return null;
    }
}
