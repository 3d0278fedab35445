using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Changes;

/// <summary>Lays out the roles that wait for a second administrator.</summary>
internal sealed class RoleRequests(RoleBook book, PersonItems items)
{
    /// <summary>Those of one account, or of all, the newest first. A row that is not as the portal wrote it is not shown.</summary>
    public async Task<IReadOnlyList<RoleRequestItem>> OfAsync(PortalDbContext db, Actor actor, Guid? account, CancellationToken cancel)
    {
        var rows = await db.Set<RoleRequest>().AsNoTracking().Where(r => account == null || r.AccountId == account).OrderByDescending(r => r.RequestedAt).ToListAsync(cancel);
        var named = rows.SelectMany(r => new[] { r.AccountId, r.RequestedBy }).Distinct().ToList();
        var names = await db.Set<Account>().AsNoTracking().Where(a => named.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.ProtectedName, cancel);
        return
        [
            .. from row in rows
               where book.IsSound(row)
               select new RoleRequestItem(
                   row.Id, new AccountId(row.AccountId), items.Open(names.GetValueOrDefault(row.AccountId)), row.Role,
                   row.RequestedBy != actor.Account?.Value && row.AccountId != actor.Account?.Value, items.Open(names.GetValueOrDefault(row.RequestedBy)), row.RequestedAt),
        ];
    }
}
