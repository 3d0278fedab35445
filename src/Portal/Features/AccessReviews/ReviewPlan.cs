using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;

namespace Portal.Features.AccessReviews;

/// <summary>When the next review of everybody begins by itself: so many months after the last one began, or after the first account was made.</summary>
internal sealed class ReviewPlan(ReviewSettings settings)
{
    /// <summary>When; nothing in a house without accounts. What is past is due.</summary>
    public async Task<DateTimeOffset?> NextAsync(PortalDbContext db, CancellationToken cancel)
    {
        var last = await db.Set<Campaign>().Where(c => c.Scope == ReviewScope.Everybody).MaxAsync(c => (DateTimeOffset?)c.StartedAt, cancel)
            ?? await db.Set<Account>().Where(a => a.PatientId == null).MinAsync(a => (DateTimeOffset?)a.CreatedAt, cancel);
        return last?.AddMonths(settings.EveryMonths);
    }
}
