using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Features.AccessReviews;

/// <summary>Begins a review, by hand or by itself: the lines as they are now, their reviewers, and a notice to each of them, in one transaction. One with nobody in it ends at once.</summary>
internal sealed class ReviewStart(
    PortalDatabase database, Snapshot snapshot, Reviewers reviewers, ReviewBook book, ReviewAudit audit, NoticeBook notices, ReviewSettings settings, TimeProvider clock)
{
    /// <summary>Begins it; nothing where one of the same scope runs, or another node began it just now.</summary>
    /// <param name="actor">The officer, or the job.</param>
    /// <param name="what">Whose access, and until when.</param>
    /// <param name="id">The id of one that begins by itself, the same on every node.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<Guid?> BeginAsync(Actor actor, StartReviewInput what, Guid? id, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var campaign = await NewAsync(db, actor, what, id, cancel);
        if (await db.Set<Campaign>().AnyAsync(c => c.OpenKey == campaign.OpenKey || c.Id == campaign.Id, cancel))
        {
            return null;
        }

        var lines = await LinesAsync(db, campaign, cancel);
        await audit.DoneAsync(db, actor, AuditAction.Create, campaign.Id, lines.Count == 0 ? "review-empty" : "review-started", cancel);
        db.Add(campaign);
        db.AddRange(lines);
        try
        {
            await db.SaveChangesAsync(cancel);
            await TellAsync(db, campaign, lines, cancel);
        }
        catch (DbUpdateException twice) when (Clash.IsDuplicate(twice))
        {
            return null;
        }

        await transaction.CommitAsync(cancel);
        return campaign.Id;
    }

    private async Task<Campaign> NewAsync(PortalDbContext db, Actor actor, StartReviewInput what, Guid? id, CancellationToken cancel)
    {
        var now = Microseconds.Cut(clock.GetUtcNow());
        var department = what.Scope == ReviewScope.Department ? what.Department!.Trim() : null;
        var before = await db.Set<Campaign>()
            .Where(c => c.Scope == ReviewScope.Everybody || (c.Scope == what.Scope && c.Role == what.Role && c.Department == department))
            .MaxAsync(c => (DateTimeOffset?)c.StartedAt, cancel);
        return new Campaign
        {
            Id = id ?? Guid.CreateVersion7(now),
            Scope = what.Scope,
            Role = what.Role,
            Department = department,
            OpenKey = ReviewBook.OpenKeyOf(what.Scope, what.Role, department),
            Since = before ?? Microseconds.Cut(now.AddMonths(-settings.EveryMonths)),
            StartedAt = now,
            StartedBy = actor.Account,
            DueAt = new DateTimeOffset(what.LastDay.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero),
        };
    }

    private async Task<IReadOnlyList<CampaignLine>> LinesAsync(PortalDbContext db, Campaign campaign, CancellationToken cancel)
    {
        var lines = await snapshot.OfAsync(db, campaign, cancel);
        if (lines.Count == 0)
        {
            (campaign.State, campaign.EndedAt, campaign.OpenKey) = (ReviewState.Ended, campaign.StartedAt, null);
        }

        var pool = await reviewers.PoolAsync(db, [.. lines.Select(line => line.AccountId)], cancel);
        foreach (var line in lines)
        {
            line.ReviewerId = pool.Name(line.AccountId, line.Role);
            book.Seal(line);
        }

        book.Seal(campaign);
        return lines;
    }

    private async Task TellAsync(PortalDbContext db, Campaign campaign, IReadOnlyList<CampaignLine> lines, CancellationToken cancel)
    {
        foreach (var group in lines.Where(line => line.ReviewerId is not null).GroupBy(line => line.ReviewerId!.Value))
        {
            await notices.AddAsync(db, group.Key.Value, NoticeKind.AccessReviewWaits, new NoticeAlso([], ReviewWords.Waiting(group.Count(), campaign.DueAt), About: campaign.Id), cancel);
        }
    }
}
