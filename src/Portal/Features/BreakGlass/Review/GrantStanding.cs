using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Care;
using Portal.Kernel;

namespace Portal.Features.BreakGlass.Review;

/// <summary>How the person of a grant stands: to the patient since then, and by other grants.</summary>
internal sealed class GrantStanding(TimeProvider clock)
{
    /// <summary>When an ordinary relationship of the person to the patient began, at the grant's start or after it; <c>null</c> where none did.</summary>
    public static async Task<DateTimeOffset?> OnTeamSinceAsync(PortalDbContext db, GlassGrant grant, CancellationToken cancel)
    {
        var rows = await db.Set<CareRelationship>().AsNoTracking()
            .Where(row => row.AccountId == grant.AccountId && row.PatientId == grant.PatientId && row.Start >= grant.Start).OrderBy(row => row.Start).ToListAsync(cancel);
        return rows.Find(row => !row.SealBroken)?.Start;
    }

    /// <summary>Until when the patient is not told, by the longest safety hold in force; <c>null</c> where there is none. One that was altered holds as well.</summary>
    public async Task<DateTimeOffset?> HeldUntilAsync(PortalDbContext db, GlassGrant grant, CancellationToken cancel)
    {
        var rows = await db.Set<SafetyHold>().AsNoTracking().Where(row => row.PatientId == grant.PatientId).InForce(clock.GetUtcNow()).OrderByDescending(row => row.Until).ToListAsync(cancel);
        return rows.Count > 0 ? rows[0].Until : null;
    }

    /// <summary>The person's other grants of the last days. An altered one counts as what waits.</summary>
    public async Task<GrantHistory> HistoryAsync(PortalDbContext db, GlassGrant grant, CancellationToken cancel)
    {
        var since = clock.GetUtcNow().AddDays(-GrantHistory.Days);
        var rows = await db.Set<GlassGrant>().AsNoTracking()
            .Where(row => row.AccountId == grant.AccountId && row.Id != grant.Id && row.Start >= since).ToListAsync(cancel);
        int With(GlassReview review) => rows.Count(row => !row.SealBroken && row.Review == review);
        var (right, wrong) = (With(GlassReview.Appropriate), With(GlassReview.Inappropriate));
        return new GrantHistory(right, wrong, rows.Count - right - wrong);
    }
}
