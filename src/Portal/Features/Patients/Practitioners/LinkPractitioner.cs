using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.StepUp;
using Portal.Features.Patients.Import;
using Portal.Features.Staff;
using Portal.Features.Staff.Entries;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Practitioners;

/// <summary>Says which person of the staff directory a practitioner of imported records is, so that encounters with that practitioner can be taken for encounters with the person.</summary>
[Needs(Permission.ManageStaffDirectory)]
[NeedsFreshFactor]
public sealed class LinkPractitioner
{
    private readonly PortalDatabase database;
    private readonly StaffWriteDoor door;
    private readonly FreshFactor fresh;
    private readonly StaffBook book;

    internal LinkPractitioner(PortalDatabase database, StaffWriteDoor door, FreshFactor fresh, StaffBook book)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.book = book;
    }

    /// <summary>Links them, in the place of a practitioner that the person was linked to before.</summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="entry">The person's entry.</param>
    /// <param name="practitioner">The practitioner's key; <c>null</c> takes the link away.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>
    /// <see cref="StaffOutcome.Done"/>, <see cref="StaffOutcome.Taken"/> where another person has the practitioner, <see cref="StaffOutcome.Same"/>,
    /// <see cref="StaffOutcome.Damaged"/>, or <see cref="StaffOutcome.Gone"/> where there is no such entry or practitioner.
    /// </returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not change the directory; the try is audited.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<StaffResult> ForAsync(Actor actor, Guid entry, Guid? practitioner, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor, AuditAction.Update, entry, cancel);
        await fresh.RequireAsync(actor, cancel);
        var key = practitioner?.ToByteArray();
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await DirectoryState.TakeTurnAsync(db, cancel);
        var row = await db.Set<StaffEntry>().SingleOrDefaultAsync(e => e.Id == entry, cancel);
        if (await RefusalAsync(db, row, key, cancel) is { } refusal)
        {
            await transaction.RollbackAsync(cancel);
            await door.RefusedAsync(actor, AuditAction.Update, entry, StaffAudit.Refused(refusal), cancel);
            return new StaffResult(refusal, entry);
        }

        await door.DoneAsync(db, actor, AuditAction.Update, entry, key is null ? "practitioner-unlinked" : "practitioner-linked", cancel);
        book.Put(row!, key);
        row!.Version++;
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new StaffResult(StaffOutcome.Done, entry);
    }

    private async Task<StaffOutcome?> RefusalAsync(PortalDbContext db, StaffEntry? row, byte[]? key, CancellationToken cancel) =>
        row is null ? StaffOutcome.Gone
        : !book.IsSound(row) ? StaffOutcome.Damaged
        : key is null ? (row.PractitionerKey is null ? StaffOutcome.Same : null)
        : !await db.Set<DirectoryResource>().AnyAsync(r => r.ResourceType == "Practitioner" && r.SourceKey == key, cancel) ? StaffOutcome.Gone
        : row.PractitionerKey?.AsSpan().SequenceEqual(key) == true ? StaffOutcome.Same
        : await db.Set<StaffEntry>().AnyAsync(e => e.PractitionerKey == key, cancel) ? StaffOutcome.Taken : null;
}
