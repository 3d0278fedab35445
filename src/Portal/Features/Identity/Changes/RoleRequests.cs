using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Changes;

/// <summary>Lays out the roles that wait for a second administrator.</summary>
internal sealed class RoleRequests(RoleBook book, PersonItems items, OtherSide side, TimeProvider clock)
{
    /// <summary>Those of one account, or of all, the newest first. What is too old to be approved, or not as the portal wrote it, is not shown.</summary>
    public async Task<IReadOnlyList<RoleRequestItem>> OfAsync(PortalDbContext db, Actor actor, Guid? account, CancellationToken cancel)
    {
        var since = clock.GetUtcNow() - RoleBook.DecisionTime;
        var rows = await db.Set<RoleRequest>().AsNoTracking().Where(r => (account == null || r.AccountId == account) && r.RequestedAt > since)
            .OrderByDescending(r => r.RequestedAt).ToListAsync(cancel);
        var named = rows.SelectMany(r => new[] { r.AccountId, r.RequestedBy }).Distinct().ToList();
        var names = await db.Set<Account>().AsNoTracking().Where(a => named.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.ProtectedName, cancel);
        var shown = new List<RoleRequestItem>();
        foreach (var row in rows.Where(book.IsSound))
        {
            var isOther = row.RequestedBy != actor.Account?.Value && row.AccountId != actor.Account?.Value;
            shown.Add(new RoleRequestItem(
                   row.Id, new AccountId(row.AccountId), items.Open(names.GetValueOrDefault(row.AccountId)), row.Role,
                   isOther && await side.MayAsync(db, actor, row.AccountId, cancel), items.Open(names.GetValueOrDefault(row.RequestedBy)),
                   row.RequestedAt, row.RequestedAt + RoleBook.DecisionTime));
        }

        return shown;
    }
}
