using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Invitations;

/// <summary>Counts administrators. One who has not enrolled a second factor cannot act, and so cannot approve either.</summary>
internal static class Administrators
{
    /// <summary>From here on one asks and another approves.</summary>
    public const int Enough = 2;

    public static Task<int> CountActiveAsync(PortalDbContext db, CancellationToken cancel) => Active(db).CountAsync(cancel);

    public static Task<bool> IsActiveAsync(PortalDbContext db, Guid account, CancellationToken cancel) => Active(db).AnyAsync(a => a.Id == account, cancel);

    /// <summary>Whether an account of the role was ever set up, whatever its state.</summary>
    public static Task<bool> ExistAsync(PortalDbContext db, CancellationToken cancel) => All(db).AnyAsync(cancel);

    private static IQueryable<Account> Active(PortalDbContext db) => All(db).Where(a => a.DisabledAt == null && a.FactorEnrolledAt != null);

    private static IQueryable<Account> All(PortalDbContext db)
    {
        var role = AccountRoles.IdOf(Role.Administrator);
        return db.Set<Account>().Where(a => db.Set<AccountRole>().Any(r => r.UserId == a.Id && r.RoleId == role));
    }
}
