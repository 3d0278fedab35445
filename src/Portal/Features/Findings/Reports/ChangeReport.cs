using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Reports;

/// <summary>Pauses a schedule, lets it go on, or removes it. What it made stays until its time is over.</summary>
[Needs(Permission.ScheduleReports)]
public sealed class ChangeReport
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly FindingDoor door;
    private readonly FindingRules rules;
    private readonly TimeProvider clock;

    internal ChangeReport(PortalDatabase database, AuditLog audit, FindingDoor door, FindingRules rules, TimeProvider clock)
    {
        this.database = database;
        this.audit = audit;
        this.door = door;
        this.rules = rules;
        this.clock = clock;
    }

    /// <summary>Changes it.</summary>
    /// <returns>Whether it was done: not where it is gone, or somebody else changed it first.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not schedule reports; the try is audited.</exception>
    /// <exception cref="ValidationException">The change is none.</exception>
    public async Task<bool> ForAsync(Actor actor, Guid id, int version, ScheduleChange change, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var entry = door.EntryOf(actor, change == ScheduleChange.Remove ? AuditAction.Delete : AuditAction.Update, AuditResource.Report, id);
        await door.PassAsync(actor.Has(Permission.ScheduleReports), entry, cancel);
        await Valid.ValidateAndThrowAsync(new Input(id, version, change), cancel);
        await using var db = database.Open();
        if (await db.Set<ScheduledReport>().SingleOrDefaultAsync(r => r.Id == id && r.Version == version, cancel) is not { } row)
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.AppendAsync(db, entry with { Reason = change.ToString() }, cancel);
        Apply(db, row, change);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }

        await transaction.CommitAsync(cancel);
        return true;
    }

    private void Apply(PortalDbContext db, ScheduledReport row, ScheduleChange change)
    {
        if (change == ScheduleChange.Remove)
        {
            db.Remove(row);
            return;
        }

        var now = Microseconds.Cut(clock.GetUtcNow());
        row.PausedAt = change == ScheduleChange.Pause ? now : null;
        // What fell into the pause is not caught up.
        row.NextAt = ReportTimes.NextAfter(row, now, rules.Zone);
        row.Version++;
    }

    private sealed record Input(Guid Id, int Version, ScheduleChange Change);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(p => p.Id).NotEmpty();
            RuleFor(p => p.Version).GreaterThan(0);
            RuleFor(p => p.Change).IsInEnum();
        }
    }
}
