using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AccessReviews;

/// <summary>Those to whom a decision can be handed over: told to whoever can decide it now, and to nobody else.</summary>
[Needs(Permission.ReviewAccess)]
public sealed class ListReviewers
{
    private readonly PortalDatabase database;
    private readonly ReviewAudit audit;
    private readonly Reviewers reviewers;
    private readonly ReviewItems items;

    internal ListReviewers(PortalDatabase database, ReviewAudit audit, Reviewers reviewers, ReviewItems items) =>
        (this.database, this.audit, this.reviewers, this.items) = (database, audit, reviewers, items);

    /// <summary>They, by name, without whoever decides now; empty for a line that is not the actor's to decide.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not review; the try is audited.</exception>
    public async Task<IReadOnlyList<ReviewPerson>> ForAsync(Actor actor, Guid line, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await audit.PassAsync(actor, actor.Has(Permission.ReviewAccess), AuditAction.Read, line, cancel);
        await using var db = database.Open();
        if (await db.Set<CampaignLine>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == line, cancel) is not { } row || !LineStep.MayDecide(actor, row))
        {
            return [];
        }

        await audit.ShownAsync(actor, AuditAction.Read, line, "access-reviewers", cancel);
        var allowed = (await reviewers.AllowedAsync(db, row, cancel)).Where(one => one != row.ReviewerId).ToList();
        var known = await items.NamesAsync(db, allowed, cancel);
        return [.. allowed.Select(one => ReviewItems.Person(one, known)!).OrderBy(one => one.Name, StringComparer.CurrentCultureIgnoreCase)];
    }
}
