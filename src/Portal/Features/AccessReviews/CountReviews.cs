using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AccessReviews;

/// <summary>How many decisions about access wait for the viewer, for the menu on every page. No entry but for a refusal: it is two numbers, at each page.</summary>
[Needs(Permission.ReviewAccess)]
public sealed class CountReviews
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    private readonly PortalDatabase database;
    private readonly ReviewAudit audit;
    private readonly TimeProvider clock;

    internal CountReviews(PortalDatabase database, ReviewAudit audit, TimeProvider clock) => (this.database, this.audit, this.clock) = (database, audit, clock);

    /// <summary>The numbers.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor reviews nothing; the try is audited.</exception>
    public async Task<ReviewCounts> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await audit.PassAsync(actor, actor.Has(Permission.ReviewAccess), AuditAction.Search, null, cancel);
        var (own, soon) = (actor.Account, clock.GetUtcNow() + Week);
        await using var db = database.Open();
        var waiting = ReviewBook.Open(db.Set<CampaignLine>()).Where(line => line.ReviewerId == own)
            .Join(db.Set<Campaign>().Where(c => c.State != ReviewState.Signed), line => line.CampaignId, c => c.Id, (_, c) => c.DueAt);
        return new ReviewCounts(await waiting.CountAsync(cancel), await waiting.CountAsync(due => due <= soon, cancel));
    }
}
