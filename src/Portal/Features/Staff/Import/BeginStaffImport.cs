using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Staff.Import;

/// <summary>Takes a file of the personnel office. It changes nothing yet: what it would do is looked at first.</summary>
[Needs(Permission.ManageStaffDirectory)]
public sealed class BeginStaffImport
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly StaffWriteDoor door;
    private readonly StaffImports imports;

    internal BeginStaffImport(PortalDatabase database, StaffWriteDoor door, StaffImports imports)
    {
        this.database = database;
        this.door = door;
        this.imports = imports;
    }

    /// <summary>Keeps the file, in the place of one that the person sent before; its id.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not change the directory; the try is audited.</exception>
    /// <exception cref="ValidationException">The file is empty or larger than 2 MB.</exception>
    public async Task<Guid> ForAsync(Actor actor, byte[] content, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor, AuditAction.Import, null, cancel);
        await Valid.ValidateAndThrowAsync(new Input(content), cancel);
        var row = imports.New(actor.Account!.Value.Value, content);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await door.DoneAsync(db, actor, AuditAction.Import, row.Id, "staff-file-sent", cancel);
        await db.Set<StaffImport>().Where(i => i.AccountId == row.AccountId).ExecuteDeleteAsync(cancel);
        db.Add(row);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return row.Id;
    }

    private sealed record Input(byte[] Content);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Content).Must(content => content is { Length: > 0 and <= StaffFile.MostBytes }).WithMessage("Send a file of at most 2 MB.");
    }
}
