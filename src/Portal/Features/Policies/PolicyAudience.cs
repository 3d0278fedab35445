using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Policies;

/// <summary>Whom a signed version concerns now, and who of them has acknowledged it. Its signer has by signing.</summary>
internal sealed class PolicyAudience(PolicyBook book)
{
    /// <summary>The accounts in use of the roles that a policy concerns, each with the first of these roles.</summary>
    public static async Task<IReadOnlyDictionary<AccountId, Role>> ConcernedAsync(PortalDbContext db, PolicyKind kind, CancellationToken cancel)
    {
        var roles = PolicyKinds.Concerned(kind).Select(AccountRoles.IdOf).ToList();
        var held = await (
            from account in db.Set<Account>()
            join role in db.Set<AccountRole>() on account.Id equals role.UserId
            where account.DisabledAt == null && account.FactorEnrolledAt != null && roles.Contains(role.RoleId)
            select new { account.Id, role.RoleId }).ToListAsync(cancel);
        return held.GroupBy(one => one.Id).ToDictionary(person => new AccountId(person.Key), person => person.Min(one => AccountRoles.RoleOf(one.RoleId)));
    }

    /// <summary>Who has acknowledged a version, and when.</summary>
    public async Task<IReadOnlyDictionary<AccountId, DateTimeOffset>> AcknowledgedAsync(PortalDbContext db, PolicyVersion version, CancellationToken cancel)
    {
        var rows = await db.Set<PolicyAcknowledgement>().AsNoTracking().Where(row => row.VersionId == version.Id).ToListAsync(cancel);
        var said = rows.Where(book.IsSound).ToDictionary(row => row.AccountId, row => row.At);
        said[version.SignedBy] = version.SignedAt;
        return said;
    }

    /// <summary>When one person acknowledged a version; <c>null</c> where they have not.</summary>
    public async Task<DateTimeOffset?> AcknowledgedAsync(PortalDbContext db, PolicyVersion version, AccountId account, CancellationToken cancel) =>
        version.SignedBy == account ? version.SignedAt
        : await db.Set<PolicyAcknowledgement>().AsNoTracking().SingleOrDefaultAsync(row => row.VersionId == version.Id && row.AccountId == account, cancel) is { } row && book.IsSound(row)
            ? row.At
            : null;
}
