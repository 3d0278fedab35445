using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass.Review;

/// <summary>
/// Everybody's break-glass grants: which records are open by one now, what is due for review and what was decided (45 CFR 164.308(a)(1)(ii)(D)). Each page is an entry
/// that names its patients, durable before it is shown.
/// </summary>
[Needs(Permission.ReadBreakGlass)]
public sealed class ListGrants
{
    /// <summary>Grants on a page.</summary>
    public const int PageSize = 25;

    /// <summary>The most that are shown as open now.</summary>
    public const int MostLive = 100;

    private static readonly GlassQueryRules Valid = new();

    private readonly Gate gate;
    private readonly AuditLog audit;
    private readonly GlassDoor door;
    private readonly GrantItems items;
    private readonly TimeProvider clock;

    internal ListGrants(Gate gate, AuditLog audit, GlassDoor door, GrantItems items, TimeProvider clock)
    {
        (this.gate, this.audit, this.door) = (gate, audit, door);
        (this.items, this.clock) = (items, clock);
    }

    /// <summary>A page.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see it; the try is audited.</exception>
    /// <exception cref="ValidationException">The query says something that cannot be.</exception>
    public async Task<GlassBoard> ForAsync(Actor actor, GlassQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        var entry = door.EntryOf(actor, AuditAction.Search);
        await door.PassAsync(actor.Has(Permission.ReadBreakGlass), entry, cancel);
        await Valid.ValidateAndThrowAsync(query, cancel);
        await using var db = await gate.OpenToReviewGlassAsync(actor, cancel);
        // First: what changes while the rest is read shows in the next pulse.
        var pulse = await WatchGrants.InAsync(db, cancel);
        var live = await LiveAsync(db, cancel);
        var rows = await PageAsync(db, query, cancel);
        await audit.AppendAsync(entry with { Patients = [.. live.Concat(rows).Select(row => row.PatientId).Distinct()] }, cancel);
        var page = rows.Count > PageSize ? rows[..PageSize] : rows;
        return new GlassBoard(
            await items.OfAsync(db, actor, live, cancel),
            new Page<GrantItem>(await items.OfAsync(db, actor, page, cancel), rows.Count > PageSize ? PlaceOf(page[^1], query.Part).ToString() : null),
            await CountGlassReviews.InAsync(db, clock.GetUtcNow(), cancel),
            pulse);
    }

    private async Task<List<GlassGrant>> LiveAsync(PortalDbContext db, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return await db.Set<GlassGrant>().AsNoTracking().Where(row => row.EndedAt == null && row.Until > now)
            .OrderBy(row => row.Until).ThenBy(row => row.Id).Take(MostLive).ToListAsync(cancel);
    }

    private Task<List<GlassGrant>> PageAsync(PortalDbContext db, GlassQuery query, CancellationToken cancel)
    {
        var (grants, after, now) = (db.Set<GlassGrant>().AsNoTracking(), TimeCursor.Parse(query.Cursor), clock.GetUtcNow());
        return query.Part == GlassPart.Decided
            ? grants.Decided()
                .Where(row => after == null || row.ReviewedAt < after.Value.At || (row.ReviewedAt == after.Value.At && row.Id.CompareTo(after.Value.Id) < 0))
                .OrderByDescending(row => row.ReviewedAt).ThenByDescending(row => row.Id).Take(PageSize + 1).ToListAsync(cancel)
            : grants.Undecided().Where(row => row.EndedAt != null || row.Until <= now)
                .Where(row => after == null || row.ReviewDueAt > after.Value.At || (row.ReviewDueAt == after.Value.At && row.Id.CompareTo(after.Value.Id) > 0))
                .OrderBy(row => row.ReviewDueAt).ThenBy(row => row.Id).Take(PageSize + 1).ToListAsync(cancel);
    }

    private static TimeCursor PlaceOf(GlassGrant row, GlassPart part) => new(part == GlassPart.Decided ? row.ReviewedAt!.Value : row.ReviewDueAt, row.Id);
}
