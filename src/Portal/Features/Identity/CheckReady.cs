using System.Data.Common;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel.Access;

namespace Portal.Features.Identity;

/// <summary>Whether the portal can serve: its database answers, and its audit log takes entries. Load balancers ask it without signing in.</summary>
[OpenToAll("answers yes or no and nothing else")]
public sealed class CheckReady
{
    private readonly PortalDatabase database;
    private readonly AuditHealth health;

    internal CheckReady(PortalDatabase database, AuditHealth health) => (this.database, this.health) = (database, health);

    /// <summary>Whether the audit log takes entries, by what became of the last ones: where it does not, nothing opens here. Asks nothing.</summary>
    public bool TakesEntries(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return !health.IsRefusing;
    }

    /// <summary>Whether the database answers.</summary>
    public async Task<bool> IsReadyAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        try
        {
            // Waits no longer than the caller wants, even where the driver does.
            await database.PingAsync(cancel).WaitAsync(cancel);
            return true;
        }
        catch (DbException)
        {
            return false;
        }
    }
}
