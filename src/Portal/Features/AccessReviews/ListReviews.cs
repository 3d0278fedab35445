using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Staff;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AccessReviews;

/// <summary>The history of reviews, the newest first: all of them for officers and auditors, for anybody else those in which they decide.</summary>
[Needs(Permission.ReviewAccess)]
public sealed class ListReviews
{
    /// <summary>Reviews on a page.</summary>
    public const int PageSize = 25;

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly ReviewAudit audit;
    private readonly ReviewItems items;
    private readonly ReviewPlan plan;

    internal ListReviews(PortalDatabase database, ReviewAudit audit, ReviewItems items, ReviewPlan plan)
    {
        (this.database, this.audit) = (database, audit);
        (this.items, this.plan) = (items, plan);
    }

    /// <summary>A page.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor reviews nothing; the try is audited.</exception>
    /// <exception cref="ValidationException">The cursor is none.</exception>
    public async Task<ReviewsFound> ForAsync(Actor actor, string? cursor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await audit.PassAsync(actor, actor.Has(Permission.ReviewAccess), AuditAction.Search, null, cancel);
        await Valid.ValidateAndThrowAsync(new Input(cursor), cancel);
        await audit.ShownAsync(actor, AuditAction.Search, null, null, cancel);
        await using var db = database.Open();
        var rows = await PageAsync(db, actor, TimeCursor.Parse(cursor), cancel);
        var page = rows.Count > PageSize ? rows[..PageSize] : rows;
        var mayRun = actor.RunsAccessReviews;
        return new ReviewsFound(
            new Page<ReviewItem>(await items.OfAsync(db, actor, page, cancel), rows.Count > PageSize ? new TimeCursor(page[^1].StartedAt, page[^1].Id).ToString() : null),
            mayRun ? await plan.NextAsync(db, cancel) : null,
            mayRun ? await StaffLookup.DepartmentsAsync(db, cancel) : []);
    }

    private static Task<List<Campaign>> PageAsync(PortalDbContext db, Actor actor, TimeCursor? after, CancellationToken cancel)
    {
        var (seesAll, own) = (actor.SeesAccessReviews, actor.Account);
        return db.Set<Campaign>().AsNoTracking()
            .Where(c => seesAll || db.Set<CampaignLine>().Any(line => line.CampaignId == c.Id && line.ReviewerId == own))
            .Where(c => after == null || c.StartedAt < after.Value.At || (c.StartedAt == after.Value.At && c.Id.CompareTo(after.Value.Id) < 0))
            .OrderByDescending(c => c.StartedAt).ThenByDescending(c => c.Id).Take(PageSize + 1).ToListAsync(cancel);
    }

    private sealed record Input(string? Cursor);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Cursor).IsACursor();
    }
}
