using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.StepUp;
using Portal.Features.Staff.Entries;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Staff;

/// <summary>
/// Deletes a person's entry and its links: one that was made by mistake, that is damaged, or that is not to be kept any longer (GDPR Art. 5(1)(e), 17). Whoever left
/// gets a last day and stays.
/// </summary>
[Needs(Permission.ManageStaffDirectory)]
[NeedsFreshFactor]
public sealed class RemoveStaffEntry
{
    private readonly PortalDatabase database;
    private readonly StaffWriteDoor door;
    private readonly FreshFactor fresh;

    internal RemoveStaffEntry(PortalDatabase database, StaffWriteDoor door, FreshFactor fresh)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
    }

    /// <summary>Deletes the entry.</summary>
    /// <returns><see cref="StaffOutcome.Done"/>, <see cref="StaffOutcome.Manages"/> while others have the person as their manager, or <see cref="StaffOutcome.Gone"/>.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not change the directory; the try is audited.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<StaffResult> ForAsync(Actor actor, Guid entry, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor, AuditAction.Delete, entry, cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await DirectoryState.TakeTurnAsync(db, cancel);
        StaffOutcome? refusal = await db.Set<StaffEntry>().AnyAsync(e => e.ManagerId == entry, cancel) ? StaffOutcome.Manages : null;
        refusal ??= await db.Set<StaffEntry>().Where(e => e.Id == entry).ExecuteDeleteAsync(cancel) == 1 ? null : StaffOutcome.Gone;
        if (refusal is { } why)
        {
            await transaction.RollbackAsync(cancel);
            await door.RefusedAsync(actor, AuditAction.Delete, entry, StaffAudit.Refused(why), cancel);
            return new StaffResult(why, entry);
        }

        await door.DoneAsync(db, actor, AuditAction.Delete, entry, null, cancel);
        await transaction.CommitAsync(cancel);
        return new StaffResult(StaffOutcome.Done, entry);
    }
}
