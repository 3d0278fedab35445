using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Staff.Import;

/// <summary>Forgets the own file without doing anything of it.</summary>
[Needs(Permission.ManageStaffDirectory)]
public sealed class DropStaffImport
{
    private readonly PortalDatabase database;
    private readonly StaffWriteDoor door;

    internal DropStaffImport(PortalDatabase database, StaffWriteDoor door)
    {
        this.database = database;
        this.door = door;
    }

    /// <summary>Forgets it; whether it was there.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not change the directory; the try is audited.</exception>
    public async Task<bool> ForAsync(Actor actor, Guid import, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor, AuditAction.Import, import, cancel);
        var account = actor.Account?.Value;
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await door.DoneAsync(db, actor, AuditAction.Import, import, "staff-file-dropped", cancel);
        var isGone = await db.Set<StaffImport>().Where(i => i.Id == import && i.AccountId == account).ExecuteDeleteAsync(cancel) == 1;
        await (isGone ? transaction.CommitAsync(cancel) : transaction.RollbackAsync(cancel));
        return isGone;
    }
}
