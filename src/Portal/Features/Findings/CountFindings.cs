using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings;

/// <summary>How many findings wait, for the menu on every page. No entry: it is two numbers, at each page.</summary>
[OpenToAll("two numbers for the menu of who may see findings; everybody else gets none")]
public sealed class CountFindings
{
    private readonly PortalDatabase database;
    private readonly TimeProvider clock;

    internal CountFindings(PortalDatabase database, TimeProvider clock)
    {
        this.database = database;
        this.clock = clock;
    }

    /// <summary>The numbers; none for who may not see findings.</summary>
    public async Task<FindingCounts> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.SeesFindings)
        {
            return FindingCounts.None;
        }

        await using var db = database.Open();
        return await InAsync(db, clock.GetUtcNow(), cancel);
    }

    internal static async Task<FindingCounts> InAsync(PortalDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        var open = db.Set<Finding>().Where(f => f.State == FindingState.Open);
        return new FindingCounts(await open.CountAsync(cancel), await open.CountAsync(f => f.DueAt <= now, cancel));
    }
}
