using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;

namespace Portal.Features.AuditTrail;

/// <summary>One step of a person at a time, whatever the number of windows: for what is counted before something is added to it.</summary>
internal static class OwnTurn
{
    /// <summary>Waits until no other transaction holds it; it ends with the caller's transaction.</summary>
    public static Task TakeAsync(PortalDbContext db, Guid account, CancellationToken cancel) =>
        db.Set<Account>().Where(row => row.Id == account).ExecuteUpdateAsync(set => set.SetProperty(row => row.DisabledAt, row => row.DisabledAt), cancel); // changes nothing and locks the row
}
