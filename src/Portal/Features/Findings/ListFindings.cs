using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Findings;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings;

/// <summary>The review queue, a page at a time (45 CFR 164.308(a)(1)(ii)(D)). Each page is an entry itself.</summary>
[Needs(Permission.ReadFindings)]
public sealed class ListFindings
{
    /// <summary>Findings on a page.</summary>
    public const int PageSize = 25;

    private static readonly FindingQueryRules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly FindingDoor door;
    private readonly FindingItems items;
    private readonly TimeProvider clock;

    internal ListFindings(PortalDatabase database, AuditLog audit, FindingDoor door, FindingItems items, TimeProvider clock)
    {
        this.database = database;
        this.audit = audit;
        this.door = door;
        this.items = items;
        this.clock = clock;
    }

    /// <summary>A page.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see findings; the try is audited.</exception>
    /// <exception cref="ValidationException">The query says something that cannot be.</exception>
    public async Task<FindingsFound> ForAsync(Actor actor, FindingQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        var entry = door.EntryOf(actor, AuditAction.Search, AuditResource.Finding);
        await door.PassAsync(actor.Has(Permission.ReadFindings), entry, cancel);
        await Valid.ValidateAndThrowAsync(query, cancel);
        await using var db = database.Open();
        var (rows, next) = await PageAsync(db, query, cancel);
        await audit.AppendAsync(entry with { Patients = [.. rows.Select(row => row.Patient).OfType<PatientId>().Distinct()] }, cancel);
        var page = new Page<FindingItem>(await items.OfAsync(db, actor, rows, cancel), next);
        return new FindingsFound(page, await CountFindings.InAsync(db, clock.GetUtcNow(), cancel));
    }

    private async Task<(IReadOnlyList<Finding> Rows, string? Next)> PageAsync(PortalDbContext db, FindingQuery query, CancellationToken cancel)
    {
        var asked = Asked(db.Set<Finding>().AsNoTracking(), query);
        var cursor = FindingCursor.Parse(query.Cursor);
        var rows = new List<Finding>();
        if (query.State != FindingState.Reviewed && cursor?.Part != FindingState.Reviewed)
        {
            rows.AddRange(await OpenAsync(asked, cursor?.Place, cancel));
        }

        if (query.State != FindingState.Open && rows.Count <= PageSize)
        {
            var place = cursor?.Part == FindingState.Reviewed ? cursor.Place : null;
            rows.AddRange(await ReviewedAsync(asked, place, PageSize + 1 - rows.Count, cancel));
        }

        return rows.Count <= PageSize ? (rows, null) : (rows[..PageSize], CursorOf(rows[PageSize - 1], rows[PageSize]));
    }

    private IQueryable<Finding> Asked(IQueryable<Finding> rows, FindingQuery query)
    {
        var now = clock.GetUtcNow();
        var (week, month) = (now.AddDays(-7), now.AddDays(-30));
        rows = query.Kind is { } kind ? rows.Where(f => f.Kind == kind) : rows;
        return query.Age switch
        {
            FindingAge.Overdue => rows.Where(f => f.State == FindingState.Open && f.DueAt <= now),
            FindingAge.Week => rows.Where(f => f.RaisedAt >= week),
            FindingAge.Old => rows.Where(f => f.RaisedAt < month),
            _ => rows,
        };
    }

    private static Task<List<Finding>> OpenAsync(IQueryable<Finding> asked, TimeCursor? after, CancellationToken cancel) => asked
        .Where(f => f.State == FindingState.Open && (after == null || f.DueAt > after.Value.At || (f.DueAt == after.Value.At && f.Id.CompareTo(after.Value.Id) > 0)))
        .OrderBy(f => f.DueAt).ThenBy(f => f.Id).Take(PageSize + 1).ToListAsync(cancel);

    private static Task<List<Finding>> ReviewedAsync(IQueryable<Finding> asked, TimeCursor? after, int limit, CancellationToken cancel) => asked
        .Where(f => f.State == FindingState.Reviewed
            && (after == null || f.ReviewedAt < after.Value.At || (f.ReviewedAt == after.Value.At && f.Id.CompareTo(after.Value.Id) < 0)))
        .OrderByDescending(f => f.ReviewedAt).ThenByDescending(f => f.Id).Take(limit).ToListAsync(cancel);

    // The last open one of a page whose next one is reviewed: the reviewed ones begin there.
    private static string CursorOf(Finding last, Finding next) =>
        (last.State == next.State ? new FindingCursor(last.State, PlaceOf(last)) : new FindingCursor(FindingState.Reviewed, null)).ToString();

    private static TimeCursor PlaceOf(Finding row) => new(row.State == FindingState.Open ? row.DueAt : row.ReviewedAt!.Value, row.Id);
}
