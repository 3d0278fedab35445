using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Findings.Reports;

/// <summary>Who may be sent a report: active staff whose role may read findings.</summary>
internal static class ReportReaders
{
    public static async Task<List<AccountId>> ListAsync(PortalDbContext db, CancellationToken cancel)
    {
        var roles = Roles.OfPeople.Where(role => Roles.Permit(role, Permission.ReadFindings)).Select(AccountRoles.IdOf).ToList();
        var ids = await db.Set<Account>().AsNoTracking()
            .Where(a => a.DisabledAt == null && a.FactorEnrolledAt != null && db.Set<AccountRole>().Any(r => r.UserId == a.Id && roles.Contains(r.RoleId)))
            .Select(a => a.Id).ToListAsync(cancel);
        return [.. ids.Select(id => new AccountId(id))];
    }
}
