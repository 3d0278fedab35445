using FluentValidation;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>
/// Searches the audit log, the newest entries first (45 CFR 164.308(a)(1)(ii)(D), 164.312(b)). Each page is itself an entry, durable before anything is shown,
/// and names the patient or the person that was searched for.
/// </summary>
[Needs(Permission.ReadAudit)]
public sealed class SearchAudit
{
    /// <summary>Entries on a page.</summary>
    public const int PageSize = 50;

    /// <summary>How far back a search goes that neither says so nor asks for one patient, person or session.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromDays(7);

    private static readonly AuditQueryRules Valid = new();

    private readonly AuditLog audit;
    private readonly AuditScan scan;
    private readonly AuditItems items;

    internal SearchAudit(AuditLog audit, AuditScan scan, AuditItems items)
    {
        this.audit = audit;
        this.scan = scan;
        this.items = items;
    }

    /// <summary>One page.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="ValidationException">The query says something that cannot be.</exception>
    /// <exception cref="AuditUnavailableException">The search could not be written down: nothing is shown.</exception>
    /// <exception cref="TimeoutException">It took too long; ask for a shorter time.</exception>
    public async Task<AuditFound> ForAsync(Actor actor, AuditQuery query, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(query);
        var entry = EntryOf(actor, query);
        await audit.AppendAsync(entry, cancel);
        if (entry.Outcome == AuditOutcome.Denied)
        {
            throw new UnauthorizedAccessException("This role may not read the audit log.");
        }

        await Valid.ValidateAndThrowAsync(query, cancel);
        // Before its own entry, so that a search does not find itself, and every page of it the same.
        return await FindAsync(actor, query, query.To < entry.At ? query.To.Value : entry.At, cancel);
    }

    private AuditEntry EntryOf(Actor actor, AuditQuery query) => audit.NewEntry(
        actor, Purpose.Operations, AuditAction.Search, AuditResource.AuditLog, DataCategories.Audit,
        actor.Has(Permission.ReadAudit) ? AuditOutcome.Allowed : AuditOutcome.Denied) with
    {
        Patients = query.Patient is { } patient ? [patient] : [],
        ResourceId = query.Person?.Value,
    };

    private async Task<AuditFound> FindAsync(Actor actor, AuditQuery query, DateTimeOffset to, CancellationToken cancel)
    {
        var (from, narrowed) = AuditQueryBounds.From(query, to);
        var before = TimeCursor.Parse(query.Cursor) is { } last && last.At < to ? last : new TimeCursor(to, Guid.Empty);
        var (rows, reached) = await scan.FindAsync(AuditQueryBounds.Filter(query), from, before, PageSize + 1, cancel);
        var page = rows.Take(PageSize).ToList();
        var next = rows.Count > PageSize ? new TimeCursor(page[^1].Entry.At, page[^1].Entry.Id.Value) : reached;
        var person = query.Person is { } account ? await items.NameAsync(actor, account, cancel) : null;
        return new AuditFound(await items.OfAsync(actor, page, cancel), from, to, narrowed, reached?.At, next?.ToString(), person);
    }
}
