using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;

namespace Portal.Features.BreakGlass.Review;

/// <summary>How many break-glass grants wait for a decision, for the menu on every page. No entry: it is two numbers, at each page.</summary>
[Needs(Permission.ReadBreakGlass)]
public sealed class CountGlassReviews
{
    private readonly Gate gate;
    private readonly TimeProvider clock;

    internal CountGlassReviews(Gate gate, TimeProvider clock)
    {
        this.gate = gate;
        this.clock = clock;
    }

    /// <summary>The numbers; none for who may not see them.</summary>
    public async Task<GlassCounts> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.Has(Permission.ReadBreakGlass))
        {
            return GlassCounts.None;
        }

        await using var db = await gate.OpenToReviewGlassAsync(actor, cancel);
        return await InAsync(db, clock.GetUtcNow(), cancel);
    }

    internal static async Task<GlassCounts> InAsync(PortalDbContext db, DateTimeOffset now, CancellationToken cancel)
    {
        var waiting = db.Set<GlassGrant>().Undecided();
        return new GlassCounts(await waiting.CountAsync(cancel), await waiting.CountAsync(row => row.ReviewDueAt <= now, cancel));
    }
}
