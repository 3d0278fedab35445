using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Findings.Reports;

/// <summary>How the making of a report ahead of its hour ended.</summary>
public enum MakeResult
{
    /// <summary>It lies ready for its readers.</summary>
    Made = 1,

    /// <summary>The report of these days is there already.</summary>
    There = 2,

    /// <summary>The schedule is gone.</summary>
    Gone = 3,
}

/// <summary>Makes a scheduled report at once, of the last whole day or the last seven, for those who get it anyway.</summary>
[Needs(Permission.ScheduleReports)]
public sealed class MakeReport
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly FindingDoor door;
    private readonly ReportMaker maker;

    internal MakeReport(PortalDatabase database, FindingDoor door, ReportMaker maker)
    {
        this.database = database;
        this.door = door;
        this.maker = maker;
    }

    /// <summary>Makes it.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not schedule reports; the try is audited.</exception>
    /// <exception cref="ValidationException">The id is none.</exception>
    public async Task<MakeResult> ForAsync(Actor actor, Guid schedule, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor.Has(Permission.ScheduleReports), door.EntryOf(actor, AuditAction.Create, AuditResource.Report, schedule), cancel);
        await Valid.ValidateAndThrowAsync(new Input(schedule), cancel);
        await using var db = database.Open();
        return await db.Set<ScheduledReport>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == schedule, cancel) is not { } row ? MakeResult.Gone
            : await maker.MakeNowAsync(actor, row, cancel) ? MakeResult.Made : MakeResult.There;
    }

    private sealed record Input(Guid Schedule);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(p => p.Schedule).NotEmpty();
    }
}
