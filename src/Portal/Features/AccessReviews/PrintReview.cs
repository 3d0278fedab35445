using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AccessReviews;

/// <summary>A review as a sheet to print, with all its lines; an entry says that it was printed.</summary>
[Needs(Permission.ReadAccessReviews)]
public sealed class PrintReview
{
    private readonly PortalDatabase database;
    private readonly ReviewAudit audit;
    private readonly ReviewItems items;

    internal PrintReview(PortalDatabase database, ReviewAudit audit, ReviewItems items) => (this.database, this.audit, this.items) = (database, audit, items);

    /// <summary>The review; <c>null</c> where there is none.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see reviews; the try is audited.</exception>
    public async Task<ReviewView?> ForAsync(Actor actor, Guid review, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await audit.PassAsync(actor, actor.Has(Permission.ReadAccessReviews), AuditAction.Print, review, cancel);
        await audit.ShownAsync(actor, AuditAction.Print, review, null, cancel);
        await using var db = database.Open();
        return await db.Set<Campaign>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == review, cancel) is { } campaign ? await items.ViewAsync(
            db, actor, campaign, await ReviewItems.SeenBy(db, actor).Where(line => line.CampaignId == review).OrderBy(line => line.Number).ToListAsync(cancel), null, cancel) : null;
    }
}
