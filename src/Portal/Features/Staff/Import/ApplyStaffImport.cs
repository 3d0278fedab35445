using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.StepUp;
using Portal.Features.Staff.Entries;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Staff.Import;

/// <summary>How an import ended.</summary>
/// <param name="Outcome"><see cref="StaffOutcome.Done"/>, <see cref="StaffOutcome.Changed"/> where the directory was changed since the preview, or <see cref="StaffOutcome.Gone"/>.</param>
/// <param name="Added">How many people were entered.</param>
/// <param name="Changed">How many were changed.</param>
/// <param name="Refused">How many lines were refused.</param>
public sealed record StaffImportResult(StaffOutcome Outcome, int Added = 0, int Changed = 0, int Refused = 0);

/// <summary>
/// Does what the preview showed, all of it or nothing, and only if the directory is as it was then. Lines that are refused are left out, as the preview said; each
/// person's change is an entry of its own.
/// </summary>
[Needs(Permission.ManageStaffDirectory)]
[NeedsFreshFactor]
public sealed class ApplyStaffImport
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly StaffWriteDoor door;
    private readonly FreshFactor fresh;
    private readonly StaffImports imports;
    private readonly StaffBook book;

    internal ApplyStaffImport(PortalDatabase database, StaffWriteDoor door, FreshFactor fresh, StaffImports imports, StaffBook book)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.imports = imports;
        this.book = book;
    }

    /// <summary>Applies the own file.</summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="import">The file.</param>
    /// <param name="version">The number that the preview told.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not change the directory; the try is audited.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">The number is none.</exception>
    public async Task<StaffImportResult> ForAsync(Actor actor, Guid import, long version, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor, AuditAction.Import, import, cancel);
        await Valid.ValidateAndThrowAsync(new Input(version), cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await DirectoryState.TakeTurnAsync(db, cancel);
        StaffOutcome? refusal = await DirectoryState.VersionAsync(db, cancel) != version + 1 ? StaffOutcome.Changed : null;
        var file = await imports.FindAsync(db, actor, import, cancel);
        refusal = file is null or { Fault: not null } ? StaffOutcome.Gone : refusal;
        if (refusal is { } why)
        {
            await transaction.RollbackAsync(cancel);
            await door.RefusedAsync(actor, AuditAction.Import, import, StaffAudit.Refused(why), cancel);
            return new StaffImportResult(why);
        }

        await door.DoneAsync(db, actor, AuditAction.Import, import, "staff-file-applied", cancel);
        var plan = await imports.PlanAsync(db, file!, cancel);
        await WriteAsync(db, actor, plan, cancel);
        await db.Set<StaffImport>().Where(i => i.Id == import).ExecuteDeleteAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new StaffImportResult(
            StaffOutcome.Done, plan.Lines.Count(line => line.Acts && line.Before is null), plan.Lines.Count(line => line.Acts && line.Before is not null),
            plan.Lines.Count(line => line.Refusal is not null));
    }

    private async Task WriteAsync(PortalDbContext db, Actor actor, StaffPlan plan, CancellationToken cancel)
    {
        foreach (var line in plan.Lines.Where(line => line.Acts))
        {
            var entry = line.Entry ?? new StaffEntry { Id = line.Id };
            await door.DoneAsync(
                db, actor, line.Entry is null ? AuditAction.Create : AuditAction.Update, line.Id, line.Entry is null ? "staff-from-file" : StaffAudit.Changed(line.Changes), cancel);
            book.Put(entry, line.After!);
            if (line.Entry is null)
            {
                db.Add(entry);
            }
            else
            {
                entry.Version++;
            }
        }

        await db.SaveChangesAsync(cancel);
    }

    private sealed record Input(long Version);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Version).GreaterThanOrEqualTo(0);
    }
}
