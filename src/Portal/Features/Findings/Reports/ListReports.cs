using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Reports;

/// <summary>What is scheduled for whom, and the reports that lie ready for the viewer.</summary>
[Needs(Permission.ReadFindings)]
public sealed class ListReports
{
    /// <summary>Reports shown.</summary>
    public const int Most = 60;

    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly FindingDoor door;
    private readonly AccountNames names;
    private readonly FindingRules rules;

    internal ListReports(PortalDatabase database, AuditLog audit, FindingDoor door, AccountNames names, FindingRules rules)
    {
        this.database = database;
        this.audit = audit;
        this.door = door;
        this.names = names;
        this.rules = rules;
    }

    /// <summary>All of it.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not see reports; the try is audited.</exception>
    public async Task<ReportsView> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var entry = door.EntryOf(actor, AuditAction.Search, AuditResource.Report);
        await door.PassAsync(actor.Has(Permission.ReadFindings), entry, cancel);
        await audit.AppendAsync(entry, cancel);
        await using var db = database.Open();
        var me = actor.Account?.Value ?? Guid.Empty;
        var schedules = await db.Set<ScheduledReport>().AsNoTracking().OrderBy(r => r.CreatedAt).ToListAsync(cancel);
        var made = await db.Set<MadeReport>().AsNoTracking().Where(r => r.Readers.Contains(me)).OrderByDescending(r => r.MadeAt).Take(Most).ToListAsync(cancel);
        var people = await ReportReaders.ListAsync(db, cancel);
        var known = actor.SeesNames ? await names.OfStaffAsync(db, [.. people, .. schedules.SelectMany(s => s.Readers).Select(id => new AccountId(id))], cancel) : new Dictionary<AccountId, string>();
        ReaderItem Person(AccountId id) => new(id, known.GetValueOrDefault(id));
        return new ReportsView(
            [.. schedules.Select(s => new ScheduleItem(s.Id, s.Version, s.Kind, s.Hour, (DayOfWeek?)s.Weekday, [.. s.Readers.Select(id => Person(new AccountId(id)))], s.NextAt, s.PausedAt is not null))],
            [.. made.Select(OpenReport.ItemOf)], [.. people.Select(Person).OrderBy(person => person.Name, StringComparer.CurrentCulture)], rules.Zone);
    }
}
