using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.StepUp;
using Portal.Features.Staff.Entries;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Staff;

/// <summary>Enters a person into the directory.</summary>
[Needs(Permission.ManageStaffDirectory)]
[NeedsFreshFactor]
public sealed class AddStaffEntry
{
    private readonly PortalDatabase database;
    private readonly StaffWriteDoor door;
    private readonly FreshFactor fresh;
    private readonly StaffBook book;

    internal AddStaffEntry(PortalDatabase database, StaffWriteDoor door, FreshFactor fresh, StaffBook book)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.book = book;
    }

    /// <summary>Enters the person.</summary>
    /// <returns><see cref="StaffOutcome.Done"/> with the entry, <see cref="StaffOutcome.NumberTaken"/> or <see cref="StaffOutcome.ManagerGone"/>.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not change the directory; the try is audited.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">A field is missing or not usable.</exception>
    public async Task<StaffResult> ForAsync(Actor actor, StaffInput person, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(person);
        await door.PassAsync(actor, AuditAction.Create, null, cancel);
        await StaffInputRules.Instance.ValidateAndThrowAsync(person, cancel);
        await fresh.RequireAsync(actor, cancel);
        var entry = book.New(person.Trimmed());
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await DirectoryState.TakeTurnAsync(db, cancel);
        if (await RefusalAsync(db, entry, cancel) is { } refusal)
        {
            await transaction.RollbackAsync(cancel);
            await door.RefusedAsync(actor, AuditAction.Create, null, StaffAudit.Refused(refusal), cancel);
            return new StaffResult(refusal);
        }

        await door.DoneAsync(db, actor, AuditAction.Create, entry.Id, null, cancel);
        db.Add(entry);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new StaffResult(StaffOutcome.Done, entry.Id);
    }

    private static async Task<StaffOutcome?> RefusalAsync(PortalDbContext db, StaffEntry entry, CancellationToken cancel) =>
        await db.Set<StaffEntry>().AnyAsync(e => e.NumberIndex == entry.NumberIndex, cancel) ? StaffOutcome.NumberTaken
            : await StaffBook.RefusalOfAsync(db, entry.Id, entry.ManagerId, cancel);
}
