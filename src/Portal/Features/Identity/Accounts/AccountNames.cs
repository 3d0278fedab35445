using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Accounts;

/// <summary>The names of staff as colleagues see them, for features that say who did something. It gives names and nothing else.</summary>
internal sealed class AccountNames(KeyRing keys)
{
    /// <summary>The names of those accounts that exist and have one.</summary>
    public async Task<IReadOnlyDictionary<AccountId, string>> OfAsync(PortalDbContext db, IReadOnlyCollection<AccountId> accounts, CancellationToken cancel)
    {
        var wanted = accounts.Select(account => account.Value).Distinct().ToList();
        return Open(await db.Set<Account>().AsNoTracking().Where(row => wanted.Contains(row.Id)).ToListAsync(cancel));
    }

    /// <summary>The name of one account; <c>null</c> where there is none.</summary>
    public async Task<string?> OfAsync(PortalDbContext db, AccountId account, CancellationToken cancel) =>
        (await OfAsync(db, [account], cancel)).GetValueOrDefault(account);

    /// <summary>The same for staff alone: to be a patient here is itself about somebody's health.</summary>
    public async Task<IReadOnlyDictionary<AccountId, string>> OfStaffAsync(PortalDbContext db, IReadOnlyCollection<AccountId> accounts, CancellationToken cancel)
    {
        var wanted = accounts.Select(account => account.Value).Distinct().ToList();
        return Open(await Staff(db).Where(row => wanted.Contains(row.Id)).ToListAsync(cancel));
    }

    /// <summary>The names of all staff. They are encrypted each by itself, so that whoever looks for a part of one opens them all.</summary>
    public async Task<IReadOnlyDictionary<AccountId, string>> OfStaffAsync(PortalDbContext db, CancellationToken cancel) => Open(await Staff(db).ToListAsync(cancel));

    private static IQueryable<Account> Staff(PortalDbContext db)
    {
        var patient = AccountRoles.IdOf(Role.Patient);
        return db.Set<Account>().AsNoTracking()
            .Where(row => row.PatientId == null && !db.Set<AccountRole>().Any(held => held.UserId == row.Id && held.RoleId == patient));
    }

    private Dictionary<AccountId, string> Open(List<Account> rows)
    {
        var names = new Dictionary<AccountId, string>();
        foreach (var row in rows)
        {
            if (row.ProtectedName?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault is { Length: > 0 } name)
            {
                names[new AccountId(row.Id)] = name;
            }
        }

        return names;
    }
}
