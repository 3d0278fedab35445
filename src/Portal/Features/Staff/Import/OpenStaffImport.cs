using Portal.Data;
using Portal.Features.Staff.Entries;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Staff.Import;

/// <summary>Shows what the own file would do to the directory as it is now, line by line and field by field.</summary>
[Needs(Permission.ManageStaffDirectory)]
public sealed class OpenStaffImport
{
    private readonly PortalDatabase database;
    private readonly StaffWriteDoor door;
    private readonly StaffImports imports;

    internal OpenStaffImport(PortalDatabase database, StaffWriteDoor door, StaffImports imports)
    {
        this.database = database;
        this.door = door;
        this.imports = imports;
    }

    /// <summary>The preview; <c>null</c> where the file is gone.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not change the directory; the try is audited.</exception>
    public async Task<StaffImportView?> ForAsync(Actor actor, Guid import, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor, AuditAction.Read, import, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await door.DoneAsync(db, actor, AuditAction.Read, import, "staff-file-previewed", cancel);
        // The number first: a change that comes between makes the preview older than it says, never newer.
        var version = await DirectoryState.VersionAsync(db, cancel);
        var file = await imports.FindAsync(db, actor, import, cancel);
        var lines = file is null ? [] : ViewOf(await imports.PlanAsync(db, file, cancel));
        await transaction.CommitAsync(cancel);
        return file is null ? null : new StaffImportView(import, version, file.Fault, lines);
    }

    private static IReadOnlyList<StaffLineView> ViewOf(StaffPlan plan) => [.. plan.Lines.Select(line => ViewOf(plan, line))];

    private static StaffLineView ViewOf(StaffPlan plan, PlannedLine line) => new(
        line.Line.Line,
        line.Refusal is not null ? StaffLineKind.Refused : line.Before is null ? StaffLineKind.New : line.Changes.Count > 0 ? StaffLineKind.Changed : StaffLineKind.Unchanged,
        line.Line.Cells.GetValueOrDefault(StaffField.Number, ""), line.Line.Cells.GetValueOrDefault(StaffField.Name, ""),
        line.Refusal is not null ? [] : [.. line.Changes.Select(field => new StaffFieldChange(field, Text(plan, field, line.Before!), Text(plan, field, line.After!)))],
        line.Refusal);

    private static string? Text(StaffPlan plan, StaffField field, StaffInput person) =>
        StaffColumns.Text(field, person, person.Manager is { } manager ? plan.NumbersById.GetValueOrDefault(manager) : null);
}
