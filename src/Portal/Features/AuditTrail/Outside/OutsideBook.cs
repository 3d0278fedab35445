using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Auditing.Feeds;
using Portal.Data.Auditing.Retirement;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel.Audit;
using Portal.Kernel.Audit.Checkpoints;
using Portal.Kernel.Audit.Feeds;

namespace Portal.Features.AuditTrail.Outside;

/// <summary>How far each place outside is, by what the database says of it.</summary>
internal sealed class OutsideBook(
    PortalDatabase database, CheckpointCourier courier, IEnumerable<ICheckpointTarget> targets, FeedBook feeds, IReadOnlyList<IFeedTarget> receivers, RetirementBook retired)
{
    /// <summary>A target of checkpoints, by the kind that its id begins with.</summary>
    public async Task<OutsideCopy> CheckpointsAsync(OutsideKind kind, string prefix, string? place, CancellationToken cancel)
    {
        if (place is null || targets.FirstOrDefault(target => target.Id.StartsWith(prefix, StringComparison.Ordinal)) is not { } target)
        {
            return new OutsideCopy(kind, null, null, null, null, null);
        }

        var (deliveredAt, upTo) = await DeliveredAsync(target.Id, cancel);
        var lacks = (await courier.DueAsync(target.Id, 1, cancel)).Select(due => (DateTimeOffset?)due.Checkpoint.At).FirstOrDefault();
        return new OutsideCopy(kind, place, deliveredAt, upTo, lacks, courier.TroubleOf(target.Id));
    }

    /// <summary>A feed, by the kind that its id begins with.</summary>
    public async Task<OutsideCopy> FeedAsync(OutsideKind kind, string prefix, string? place, CancellationToken cancel)
    {
        if (place is null || receivers.FirstOrDefault(target => target.Id.StartsWith(prefix, StringComparison.Ordinal)) is not { } target)
        {
            return new OutsideCopy(kind, null, null, null, null, null);
        }

        var row = (await feeds.AllAsync(cancel)).Find(one => one.Feed == target.Id);
        var at = row is null ? LogPosition.Start : new LogPosition((ulong)row.Xact, row.Entry);
        return new OutsideCopy(kind, place, row?.TakenAt, row?.UpTo, await FirstAfterAsync(at, cancel), row?.Problem);
    }

    /// <summary>How long entries are kept.</summary>
    public async Task<LogRetention> RetentionAsync(int keepYears, DateTimeOffset now, CancellationToken cancel)
    {
        var last = (await retired.AllAsync(cancel)).MaxBy(row => row.At);
        await using var db = database.Open();
        var oldest = await db.Set<AuditRow>().OrderBy(row => row.At).Select(row => (DateTimeOffset?)row.At).FirstOrDefaultAsync(cancel);
        if (oldest is null)
        {
            return new LogRetention(keepYears, null, 0, null, last?.Month, last?.At);
        }

        var month = new DateTimeOffset(oldest.Value.UtcDateTime.Year, oldest.Value.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
        var over = now.AddYears(-keepYears);
        var due = 0;
        for (var next = month.AddMonths(1); next <= over; next = next.AddMonths(1))
        {
            due++;
        }

        return new LogRetention(keepYears, month, due, month.AddMonths(1).AddYears(keepYears), last?.Month, last?.At);
    }

    private async Task<(DateTimeOffset? At, DateTimeOffset? UpTo)> DeliveredAsync(string target, CancellationToken cancel)
    {
        await using var db = database.Open();
        foreach (var epoch in await db.Set<EpochRow>().AsNoTracking().OrderByDescending(row => row.Number).Select(row => row.Id).ToListAsync(cancel))
        {
            if (await db.Set<DeliveryRow>().AsNoTracking().Where(row => row.Target == target && row.Epoch == epoch).OrderByDescending(row => row.Size).FirstOrDefaultAsync(cancel) is { } last)
            {
                var upTo = await db.Set<CheckpointRow>().Where(row => row.Epoch == epoch && row.Size == last.Size).Select(row => (DateTimeOffset?)row.At).FirstOrDefaultAsync(cancel);
                return (last.At, upTo);
            }
        }

        return (null, null);
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
