using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Accounts;

/// <summary>
/// The first version gave roles without a seal. Such a row is believed where the log's entry of the account's making names the role: the
/// entry's MAC needs a key that the database does not hold, so that an upgrade blesses nothing that was put in by hand.
/// </summary>
internal sealed class FirstGrants(PortalDatabase database, AuditLog audit)
{
    // Between the account's time and its entry's lies one hash of a password.
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    public async Task<bool> NameAsync(PortalDbContext db, AccountRole row, CancellationToken cancel)
    {
        var made = await db.Set<Account>().Where(a => a.Id == row.UserId).Select(a => a.CreatedAt).SingleAsync(cancel);
        var reason = $"role-{AccountRoles.RoleOf(row.RoleId)}";
        await foreach (var signed in database.Audit.ReadFromAsync(made, cancel))
        {
            if (signed.Entry.At > made + Window)
            {
                return false;
            }

            if (signed.Entry is { Action: AuditAction.Create, Resource: AuditResource.Account, Outcome: AuditOutcome.Allowed } entry
                && entry.ResourceId == row.UserId && entry.Reason == reason && audit.Holds(signed))
            {
                return true;
            }
        }

        return false;
    }
}
