using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;

namespace Portal.Features.BreakGlass;

/// <summary>How one's own grant stands, for the page that shows the record under it and asks every few seconds. It says nothing of the patient, and writes no entry.</summary>
[Needs(Permission.BreakGlass)]
public sealed class CheckEmergencyAccess
{
    private readonly Gate gate;
    private readonly TimeProvider clock;

    internal CheckEmergencyAccess(Gate gate, TimeProvider clock)
    {
        this.gate = gate;
        this.clock = clock;
    }

    /// <summary>The state; a grant that is nobody's, or somebody else's, is not open.</summary>
    public async Task<GlassState> ForAsync(Actor actor, Guid grant, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Account is not { } account || !actor.Has(Permission.BreakGlass))
        {
            return new GlassState(false, GlassEnd.None);
        }

        await using var db = await gate.OpenOwnAsync(actor, cancel);
        var row = await db.Set<GlassGrant>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == grant && one.AccountId == account, cancel);
        var now = clock.GetUtcNow();
        return row is null || row.SealBroken ? new GlassState(false, GlassEnd.None)
            : GrantBook.IsInForce(row, now) ? new GlassState(true, GlassEnd.None)
            : new GlassState(false, row.Ended == GlassEnd.None && row.Until <= now ? GlassEnd.Expired : row.Ended);
    }
}
