using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.BreakGlass.Review;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass;

/// <summary>
/// The safety holds in force, or those that are over, with their reasons (45 CFR 164.528(a)(2)). The reasons are about patients, so that the Gate opens them; its one entry
/// names all patients of the page.
/// </summary>
[Needs(Permission.ReadBreakGlass)]
public sealed class ListSafetyHolds
{
    /// <summary>Holds on a page.</summary>
    public const int PageSize = 25;

    private static readonly AccessRequest Request =
        new(Permission.ReadBreakGlass, AuditAction.Search, AuditResource.EmergencyAccess, DataCategories.Audit) { Reason = "safety-holds" };

    private static readonly HoldQueryRules Valid = new();

    private readonly Gate gate;
    private readonly GlassDoor door;
    private readonly AccountNames names;
    private readonly TimeProvider clock;

    internal ListSafetyHolds(Gate gate, GlassDoor door, AccountNames names, TimeProvider clock)
    {
        (this.gate, this.door) = (gate, door);
        (this.names, this.clock) = (names, clock);
    }

    /// <summary>A page.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see holds; the try is audited.</exception>
    /// <exception cref="ValidationException">The query says something that cannot be.</exception>
    public async Task<Page<HoldItem>> ForAsync(Actor actor, HoldQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        await door.PassAsync(actor.Has(Permission.ReadBreakGlass), door.EntryOf(actor, AuditAction.Search), cancel);
        await Valid.ValidateAndThrowAsync(query, cancel);
        await using var all = await gate.OpenToReviewGlassAsync(actor, cancel);
        var rows = await RowsAsync(all, query, cancel);
        var page = rows.Take(PageSize).ToList();
        var access = await gate.OpenListAsync(actor, Purpose.Operations, Request, [.. page.Select(row => row.PatientId).Distinct()], cancel);
        var known = actor.SeesNames ? await names.OfStaffAsync(all, [.. page.Select(row => row.AuthorId).Distinct()], cancel) : new Dictionary<AccountId, string>();
        return new Page<HoldItem>(
            [.. page.Where(row => access.Opens(row.PatientId)).Select(row => ItemOf(access, row, known.GetValueOrDefault(row.AuthorId)))],
            rows.Count > PageSize ? new TimeCursor(page[^1].Start, page[^1].Id).ToString() : null);
    }

    private Task<List<SafetyHold>> RowsAsync(PortalDbContext db, HoldQuery query, CancellationToken cancel)
    {
        var (holds, now, after) = (db.Set<SafetyHold>().AsNoTracking(), clock.GetUtcNow(), TimeCursor.Parse(query.Cursor));
        return (query.Part == HoldPart.InForce ? holds.InForce(now) : holds.Over(now))
            .Where(row => after == null || row.Start < after.Value.At || (row.Start == after.Value.At && row.Id.CompareTo(after.Value.Id) < 0))
            .OrderByDescending(row => row.Start).ThenByDescending(row => row.Id).Take(PageSize + 1).ToListAsync(cancel);
    }

    private HoldItem ItemOf(Access access, SafetyHold row, string? name) => new(
        row.Id, row.PatientId, row.AuthorId, name, row.Start, row.Until, row.EndedAt, access.Reveal(row, row.Reason), row.EndedAt is null && row.Until > clock.GetUtcNow(), row.SealBroken);
}
