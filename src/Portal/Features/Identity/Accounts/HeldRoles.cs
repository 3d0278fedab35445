using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Accounts;

/// <summary>Which roles an account holds (ADR 0022). A row whose seal does not hold counts as none.</summary>
internal sealed class HeldRoles(KeyRing keys, FirstGrants firstGrants)
{
    /// <summary>The row that gives a role; the caller adds it in the transaction of its audit entry.</summary>
    public AccountRole New(Guid account, Role role)
    {
        var roleId = AccountRoles.IdOf(role);
        return new AccountRole { UserId = account, RoleId = roleId, Seal = SealOf(account, roleId) };
    }

    /// <summary>The account's roles, the lowest first; none of them is <see cref="Role.None"/>.</summary>
    public async Task<IReadOnlyList<Role>> OfAsync(PortalDbContext db, Guid account, CancellationToken cancel)
    {
        var held = new List<Role>();
        foreach (var row in await db.Set<AccountRole>().AsNoTracking().Where(r => r.UserId == account).ToListAsync(cancel))
        {
            if (await HoldsAsync(db, row, cancel) && AccountRoles.RoleOf(row.RoleId) is not Role.None and var role)
            {
                held.Add(role);
            }
        }

        held.Sort();
        return held;
    }

    /// <summary>The rows that give a role to an account of staff, whatever the account's state is; those whose seal does not hold are left out.</summary>
    public async Task<IReadOnlyList<AccountRole>> OfStaffAsync(PortalDbContext db, CancellationToken cancel)
    {
        var patient = AccountRoles.IdOf(Role.Patient);
        var rows = new List<AccountRole>();
        foreach (var row in await db.Set<AccountRole>().AsNoTracking().Where(r => r.RoleId != patient).ToListAsync(cancel))
        {
            if (await HoldsAsync(db, row, cancel) && AccountRoles.RoleOf(row.RoleId) is not Role.None)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private async Task<bool> HoldsAsync(PortalDbContext db, AccountRole row, CancellationToken cancel)
    {
        var seal = SealOf(row.UserId, row.RoleId);
        if (row.Seal is not null || !await firstGrants.NameAsync(db, row, cancel))
        {
            return row.Seal is not null && Mac.Same(row.Seal, seal);
        }

        await db.Set<AccountRole>()
            .Where(r => r.UserId == row.UserId && r.RoleId == row.RoleId && r.Seal == null)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.Seal, seal), cancel);
        return true;
    }

    private byte[] SealOf(Guid account, Guid role) => Mac.Short(
        keys.Of(KeyUse.RowSeals).Bytes,
        [.. "identity.account_roles:1:"u8, .. account.ToByteArray(bigEndian: true), .. role.ToByteArray(bigEndian: true)]);
}
