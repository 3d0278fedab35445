using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.BreakGlass;

/// <summary>How one's own grant stands, for the page that shows the record under it and asks every few seconds. It says nothing of the patient, and writes no entry.</summary>
[Needs(Permission.BreakGlass)]
public sealed class CheckEmergencyAccess
{
    private readonly Gate gate;
    private readonly AccessJudge judge;
    private readonly TimeProvider clock;

    internal CheckEmergencyAccess(Gate gate, AccessJudge judge, TimeProvider clock)
    {
        this.gate = gate;
        this.judge = judge;
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

        var now = clock.GetUtcNow();
        if (await FindAsync(actor, account, grant, cancel) is not { SealBroken: false } row)
        {
            return new GlassState(false, GlassEnd.None);
        }

        if (!GrantBook.IsInForce(row, now))
        {
            return new GlassState(false, row.Ended == GlassEnd.None && row.Until <= now ? GlassEnd.Expired : row.Ended);
        }

        // The patient may have excluded the person since it was taken: then it opens nothing any more, though it has not ended.
        var isExcluded = !row.PastExclusion && await judge.WithoutGlassAsync(actor, row.PatientId, cancel) == Decision.Excluded;
        return new GlassState(!isExcluded, GlassEnd.None);
    }

    private async Task<GlassGrant?> FindAsync(Actor actor, AccountId account, Guid grant, CancellationToken cancel)
    {
        await using var db = await gate.OpenOwnAsync(actor, cancel);
        return await db.Set<GlassGrant>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == grant && one.AccountId == account, cancel);
    }
}
