using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AccessReviews;

/// <summary>Which lines of a review are asked for.</summary>
/// <param name="Review">The review.</param>
/// <param name="Part">Which of its lines.</param>
/// <param name="After">The number of lines before the page.</param>
public sealed record ReviewQuery(Guid Review, ReviewPart Part = ReviewPart.All, int After = 0);

/// <summary>Which lines of a review.</summary>
public enum ReviewPart
{
    /// <summary>All that the viewer sees.</summary>
    All = 0,

    /// <summary>Those that wait for the viewer.</summary>
    Mine = 1,

    /// <summary>Those that nobody has decided.</summary>
    Open = 2,

    /// <summary>Those with something unusual.</summary>
    Marked = 3,
}

/// <summary>Opens a review: its lines as far as they are the viewer's to see, by name. The look is an entry.</summary>
[Needs(Permission.ReviewAccess)]
public sealed class OpenReview
{
    /// <summary>Lines on a page.</summary>
    public const int PageSize = 100;

    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly ReviewAudit audit;
    private readonly ReviewItems items;

    internal OpenReview(PortalDatabase database, ReviewAudit audit, ReviewItems items) => (this.database, this.audit, this.items) = (database, audit, items);

    /// <summary>The review; <c>null</c> where there is none, or nothing of it is the viewer's.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor reviews nothing; the try is audited.</exception>
    /// <exception cref="ValidationException">The query says something that cannot be.</exception>
    public async Task<ReviewView?> ForAsync(Actor actor, ReviewQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        await audit.PassAsync(actor, actor.Has(Permission.ReviewAccess), AuditAction.Read, query.Review, cancel);
        await Valid.ValidateAndThrowAsync(query, cancel);
        await using var db = database.Open();
        var seen = ReviewItems.SeenBy(db, actor).Where(line => line.CampaignId == query.Review);
        if (await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == query.Review, cancel) is not { } campaign
            || (!actor.SeesAccessReviews && !await seen.AnyAsync(cancel)))
        {
            await audit.RefusedAsync(actor, AuditAction.Read, query.Review, ReviewAudit.CodeOf(ReviewOutcome.NotFound), cancel);
            return null;
        }

        await audit.ShownAsync(actor, AuditAction.Read, query.Review, null, cancel);
        var rows = await Part(seen, query.Part, actor).OrderBy(line => line.Number).Where(line => line.Number > query.After).Take(PageSize + 1).ToListAsync(cancel);
        var page = rows.Count > PageSize ? rows[..PageSize] : rows;
        return await items.ViewAsync(db, actor, campaign, page, rows.Count > PageSize ? page[^1].Number : null, cancel);
    }

    private static IQueryable<CampaignLine> Part(IQueryable<CampaignLine> lines, ReviewPart part, Actor actor)
    {
        var own = actor.Account;
        return part switch
        {
            ReviewPart.Mine => ReviewBook.Open(lines).Where(line => line.ReviewerId == own),
            ReviewPart.Open => ReviewBook.Open(lines),
            ReviewPart.Marked => lines.Where(line => line.Marks != LineMarks.None),
            _ => lines,
        };
    }

    private sealed class Rules : AbstractValidator<ReviewQuery>
    {
        public Rules()
        {
            RuleFor(query => query.Part).IsInEnum().WithMessage("Choose one of the list.");
            RuleFor(query => query.After).GreaterThanOrEqualTo(0);
        }
    }
}
