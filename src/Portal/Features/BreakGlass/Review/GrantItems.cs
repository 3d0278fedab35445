using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.BreakGlass.Review;

/// <summary>Lays grants out for a viewer, and names colleagues to those who may see accounts.</summary>
internal sealed class GrantItems(AccountNames names, TimeProvider clock)
{
    public async Task<IReadOnlyList<GrantItem>> OfAsync(PortalDbContext db, Actor viewer, IReadOnlyCollection<GlassGrant> rows, CancellationToken cancel)
    {
        var people = rows.Select(row => row.AccountId).Concat(rows.Select(row => row.ReviewerId).OfType<AccountId>()).Distinct().ToList();
        var known = viewer.SeesNames && people.Count > 0 ? await names.OfStaffAsync(db, people, cancel) : new Dictionary<AccountId, string>();
        var now = clock.GetUtcNow();
        return [.. rows.Select(row => ItemOf(row, known, now))];
    }

    /// <summary>How a grant ended: from its time on it has, whether that was written down yet or not.</summary>
    public static GlassEnd EndOf(GlassGrant row, DateTimeOffset now) => row.Ended == GlassEnd.None && row.Until <= now ? GlassEnd.Expired : row.Ended;

    private static GrantItem ItemOf(GlassGrant row, IReadOnlyDictionary<AccountId, string> known, DateTimeOffset now) => new(
        row.Id, row.AccountId, known.GetValueOrDefault(row.AccountId), row.Role, row.PatientId, row.Reason, row.CoversWriting, row.Start, row.EndedAt ?? row.Until,
        EndOf(row, now), GrantBook.IsInForce(row, now), row.Telling, row.Review, row.ReviewDueAt, GlassReviews.IsOpen(row.Review) && row.ReviewDueAt <= now,
        row.ReviewerId, row.ReviewerId is { } reviewer ? known.GetValueOrDefault(reviewer) : null, row.ReviewedAt, row.SealBroken);
}
