using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Invitations;

/// <summary>Finds administrators. One who has not enrolled a second factor cannot act, and so cannot approve either.</summary>
internal static class Administrators
{
    /// <summary>From here on one asks and another approves.</summary>
    public const int Enough = 2;

    public static Task<bool> IsActiveAsync(PortalDbContext db, Guid account, CancellationToken cancel) => IsActiveAsync(db, account, Role.Administrator, cancel);

    /// <summary>The same for another role.</summary>
    public static Task<bool> IsActiveAsync(PortalDbContext db, Guid account, Role role, CancellationToken cancel) =>
        All(db, role).AnyAsync(a => a.Id == account && a.DisabledAt == null && a.FactorEnrolledAt != null, cancel);

    /// <summary>
    /// Waits until nobody else changes administrators, until the caller's transaction ends, and says whether this one still can act. Of two who disable each other
    /// one comes second, and is none any more.
    /// </summary>
    public static Task<bool> TakeTurnAsync(PortalDbContext db, Guid account, CancellationToken cancel) => TakeTurnAsync(db, account, Role.Administrator, cancel);

    /// <summary>The same for one who acts in another role.</summary>
    public static async Task<bool> TakeTurnAsync(PortalDbContext db, Guid account, Role role, CancellationToken cancel)
    {
        await TakeTurnAsync(db, cancel);
        return await IsActiveAsync(db, account, role, cancel);
    }

    /// <summary>The same for a job.</summary>
    public static Task TakeTurnAsync(PortalDbContext db, CancellationToken cancel)
    {
        var role = AccountRoles.IdOf(Role.Administrator);
        // The role's own row is what they queue for.
        return db.Set<IdentityRole<Guid>>().Where(r => r.Id == role).ExecuteUpdateAsync(set => set.SetProperty(r => r.Name, r => r.Name), cancel);
    }

    /// <summary>Whether an administrator was ever in, that is, enrolled a second factor; whatever the account's state is now.</summary>
    public static Task<bool> ExistAsync(PortalDbContext db, CancellationToken cancel) => All(db).AnyAsync(a => a.FactorEnrolledAt != null, cancel);

    /// <summary>Accounts of the role whose person set a password and was never in.</summary>
    public static IQueryable<Account> NeverIn(PortalDbContext db) => All(db).Where(a => a.FactorEnrolledAt == null && a.DisabledAt == null);

    /// <summary>Gives up an account whose person was never in: it opens nothing for good, and its address is free again. <c>false</c> when they came in meanwhile.</summary>
    public static async Task<bool> GiveUpAsync(PortalDbContext db, Guid account, DateTimeOffset? now, CancellationToken cancel) =>
        await db.Set<Account>().Where(a => a.Id == account && a.FactorEnrolledAt == null).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.DisabledAt, now)
                .SetProperty(a => a.PasswordHash, (string?)null)
                .SetProperty(a => a.NormalizedEmail, (string?)null)
                .SetProperty(a => a.NormalizedUserName, (string?)null)
                .SetProperty(a => a.ProtectedEmail, (Protected<string>?)null)
                .SetProperty(a => a.ProtectedName, (Protected<string>?)null)
                // An enrolment under way has read the old stamp, and fails.
                .SetProperty(a => a.ConcurrencyStamp, Guid.NewGuid().ToString()),
            cancel) == 1;

    /// <summary>Those who can act.</summary>
    public static IQueryable<Account> Active(PortalDbContext db) => All(db).Where(a => a.DisabledAt == null && a.FactorEnrolledAt != null);

    /// <summary>All accounts that hold the role.</summary>
    public static IQueryable<Account> All(PortalDbContext db) => All(db, Role.Administrator);

    /// <summary>All accounts that hold another role.</summary>
    public static IQueryable<Account> All(PortalDbContext db, Role held)
    {
        var role = AccountRoles.IdOf(held);
        return db.Set<Account>().Where(a => db.Set<AccountRole>().Any(r => r.UserId == a.Id && r.RoleId == role));
    }
}
