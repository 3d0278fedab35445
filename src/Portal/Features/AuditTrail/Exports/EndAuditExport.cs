using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;

namespace Portal.Features.AuditTrail.Exports;

/// <summary>Stops one of the actor's own exports, or deletes its file before its time.</summary>
[Needs(Permission.ReadAudit)]
public sealed class EndAuditExport
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly AuditTrailDoor door;
    private readonly ExportBook book;

    internal EndAuditExport(PortalDatabase database, AuditTrailDoor door, ExportBook book)
    {
        this.database = database;
        this.door = door;
        this.book = book;
    }

    /// <summary>Ends it.</summary>
    /// <returns><c>false</c> where the actor has no such export, or it ended beside.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="ValidationException">The id is empty.</exception>
    public async Task<bool> ForAsync(Actor actor, Guid export, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var account = await door.PassAsync(actor, cancel);
        await Valid.ValidateAndThrowAsync(new Input(export), cancel);
        await using var db = database.Open();
        // A node may have taken it, or finished it, between the look and the step.
        for (var tries = 0; tries < 3; tries++)
        {
            var row = await db.Set<AuditExport>().AsNoTracking().SingleOrDefaultAsync(one => one.Id == export && one.AccountId == account, cancel);
            if (row is not { State: AuditExportState.Waiting or AuditExportState.Running or AuditExportState.Ready })
            {
                return false;
            }

            if (await book.EndAsync(actor, row, cancel))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Input(Guid Export);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(p => p.Export).NotEmpty();
    }
}
