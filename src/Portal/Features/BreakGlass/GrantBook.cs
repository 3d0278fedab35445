using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;

namespace Portal.Features.BreakGlass;

/// <summary>What makes a grant count, said once: for decisions, for the page that watches it and for whoever asks for another one.</summary>
internal static class GrantBook
{
    /// <summary>A person's grants for these patients that open something now, one a patient at most: where there are several, the one that goes past an exclusion.</summary>
    public static async Task<IReadOnlyList<GlassGrant>> InForceAsync(
        PortalDbContext db, AccountId account, IReadOnlyCollection<PatientId> patients, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await db.Set<GlassGrant>().AsNoTracking()
            .Where(row => row.AccountId == account && patients.Contains(row.PatientId) && row.EndedAt == null && row.Start <= now && row.Until > now)
            .ToListAsync(cancel);
        return InForce(rows, now);
    }

    /// <summary>Of a person's grants those that open something now, one a patient at most.</summary>
    public static IReadOnlyList<GlassGrant> InForce(IEnumerable<GlassGrant> rows, DateTimeOffset now) =>
        [.. rows.Where(row => IsInForce(row, now)).GroupBy(row => row.PatientId).Select(Strongest)];

    /// <summary>Whether a grant opens something now.</summary>
    public static bool IsInForce(GlassGrant row, DateTimeOffset now) =>
        !row.SealBroken && row.EndedAt is null && row.Start <= now && row.Until > now
        && row.Until - row.Start <= GlassSettings.Longest && GlassReasons.IsKnown(row.Reason);

    /// <summary>Whether a grant does for what another one is asked for: all but one past an exclusion, which another does not go past.</summary>
    public static bool StandsIn(GlassGrant row, GlassReason reason) => row.PastExclusion || reason != GlassReason.Exclusion;

    /// <summary>The last of a person's grants for a patient, which the next one follows; nothing where there is none.</summary>
    public static Guid LastOf(IReadOnlyCollection<GlassGrant> rows) =>
        rows.Where(row => rows.All(other => other.Follows != row.Id)).OrderByDescending(row => row.Start).ThenByDescending(row => row.Id).FirstOrDefault()?.Id ?? Guid.Empty;

    private static GlassGrant Strongest(IEnumerable<GlassGrant> rows) => rows.OrderByDescending(row => row.PastExclusion).ThenByDescending(row => row.Until).First();
}
