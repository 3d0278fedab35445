using FluentValidation;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Reports;

/// <summary>Has a report made regularly, for people whose role may read it.</summary>
[Needs(Permission.ScheduleReports)]
public sealed class ScheduleReport
{
    private static readonly NewScheduleRules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly FindingDoor door;
    private readonly FindingRules rules;
    private readonly TimeProvider clock;

    internal ScheduleReport(PortalDatabase database, AuditLog audit, FindingDoor door, FindingRules rules, TimeProvider clock)
    {
        this.database = database;
        this.audit = audit;
        this.door = door;
        this.rules = rules;
        this.clock = clock;
    }

    /// <summary>Schedules it.</summary>
    /// <returns>Whether it is scheduled: not where one of the readers may not read reports.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not schedule reports; the try is audited.</exception>
    /// <exception cref="ValidationException">The schedule cannot be.</exception>
    public async Task<bool> ForAsync(Actor actor, NewSchedule schedule, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(schedule);
        var row = RowOf(actor, schedule);
        var entry = door.EntryOf(actor, AuditAction.Create, AuditResource.Report, row.Id);
        await door.PassAsync(actor.Has(Permission.ScheduleReports), entry, cancel);
        await Valid.ValidateAndThrowAsync(schedule, cancel);
        await using var db = database.Open();
        var may = await ReportReaders.ListAsync(db, cancel);
        if (!schedule.Readers.All(may.Contains))
        {
            await audit.AppendAsync(entry with { Outcome = AuditOutcome.Denied, Reason = "reader-may-not-read" }, cancel);
            return false;
        }

        row.NextAt = ReportTimes.NextAfter(row, clock.GetUtcNow(), rules.Zone);
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.AppendAsync(db, entry with { Reason = $"scheduled: {schedule.Kind}" }, cancel);
        db.Add(row);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private ScheduledReport RowOf(Actor actor, NewSchedule schedule) => new()
    {
        Id = Guid.NewGuid(),
        Kind = schedule.Kind,
        Hour = (short)schedule.Hour,
        Weekday = (short?)schedule.Weekday,
        Readers = [.. schedule.Readers.Select(reader => reader.Value).Distinct()],
        CreatedBy = actor.Account ?? default,
        CreatedAt = Microseconds.Cut(clock.GetUtcNow()),
    };
}
