using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;

namespace Portal.Features.BreakGlass.Review;

/// <summary>
/// Whether anything changed on the board: asked every second by each one that is open, on whichever node. One query over an index, however many grants there were;
/// it says nothing of any of them, and writes no entry.
/// </summary>
[Needs(Permission.ReadBreakGlass)]
public sealed class WatchGrants
{
    private readonly Gate gate;

    internal WatchGrants(Gate gate) => this.gate = gate;

    /// <summary>The pulse; that of an empty board for who may not see it.</summary>
    public async Task<GlassPulse> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.Has(Permission.ReadBreakGlass))
        {
            return GlassPulse.Still;
        }

        await using var db = await gate.OpenToReviewGlassAsync(actor, cancel);
        return await InAsync(db, cancel);
    }

    // Of what waits alone, which stays few: each end, answer and decision changes a row's version or takes it out, and each new grant comes in.
    internal static async Task<GlassPulse> InAsync(PortalDbContext db, CancellationToken cancel) =>
        await db.Set<GlassGrant>().Undecided().GroupBy(_ => 1)
            .Select(all => new GlassPulse(all.Count(), all.Sum(row => row.Version), all.Max(row => (DateTimeOffset?)row.Start)))
            .SingleOrDefaultAsync(cancel) ?? GlassPulse.Still;
}
