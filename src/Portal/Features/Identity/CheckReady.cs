using System.Data.Common;
using Portal.Data;
using Portal.Kernel.Access;

namespace Portal.Features.Identity;

/// <summary>Whether the portal can serve: its database answers. Load balancers ask it without signing in.</summary>
[OpenToAll("answers yes or no and nothing else")]
public sealed class CheckReady
{
    private readonly PortalDatabase database;

    internal CheckReady(PortalDatabase database) => this.database = database;

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
