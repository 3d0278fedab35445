using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.StepUp;
using Portal.Features.Staff.Entries;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Staff;

/// <summary>Changes what the directory says of a person. The entry of the audit log says which fields, never their values.</summary>
[Needs(Permission.ManageStaffDirectory)]
[NeedsFreshFactor]
public sealed class ChangeStaffEntry
{
    private static readonly Rules Valid = new();

    private readonly PortalDatabase database;
    private readonly StaffWriteDoor door;
    private readonly FreshFactor fresh;
    private readonly StaffBook book;

    internal ChangeStaffEntry(PortalDatabase database, StaffWriteDoor door, FreshFactor fresh, StaffBook book)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.book = book;
    }

    /// <summary>Changes the entry.</summary>
    /// <param name="actor">The administrator.</param>
    /// <param name="entry">Whose entry.</param>
    /// <param name="version">The version that was changed: of two who change at once the slower one is told.</param>
    /// <param name="person">What the directory shall say.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>
    /// <see cref="StaffOutcome.Done"/>, <see cref="StaffOutcome.Same"/>, <see cref="StaffOutcome.Changed"/>, <see cref="StaffOutcome.Gone"/>, <see cref="StaffOutcome.Damaged"/>,
    /// <see cref="StaffOutcome.NumberTaken"/>, <see cref="StaffOutcome.Circle"/> or <see cref="StaffOutcome.ManagerGone"/>.
    /// </returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not change the directory; the try is audited.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">A field is missing or not usable.</exception>
    public async Task<StaffResult> ForAsync(Actor actor, Guid entry, int version, StaffInput person, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(person);
        await door.PassAsync(actor, AuditAction.Update, entry, cancel);
        await Valid.ValidateAndThrowAsync(new Input(version, person), cancel);
        await fresh.RequireAsync(actor, cancel);
        var wanted = person.Trimmed();
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await DirectoryState.TakeTurnAsync(db, cancel);
        var row = await db.Set<StaffEntry>().SingleOrDefaultAsync(e => e.Id == entry, cancel);
        if (await RefusalAsync(db, row, version, wanted, cancel) is { } refusal)
        {
            await transaction.RollbackAsync(cancel);
            await RefusedAsync(actor, entry, refusal, cancel);
            return new StaffResult(refusal, entry);
        }

        await door.DoneAsync(db, actor, AuditAction.Update, entry, StaffAudit.Changed(book.Read(row!).DifferencesTo(wanted)), cancel);
        book.Put(row!, wanted);
        row!.Version++;
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new StaffResult(StaffOutcome.Done, entry);
    }

    private async Task<StaffOutcome?> RefusalAsync(PortalDbContext db, StaffEntry? row, int version, StaffInput wanted, CancellationToken cancel)
    {
        if (row is null)
        {
            return StaffOutcome.Gone;
        }

        var number = book.NumberIndexOf(wanted.Number);
        return row.Version != version ? StaffOutcome.Changed
            : !book.IsSound(row) ? StaffOutcome.Damaged
            : book.Read(row).DifferencesTo(wanted).Count == 0 ? StaffOutcome.Same
            : await db.Set<StaffEntry>().AnyAsync(e => e.NumberIndex == number && e.Id != row.Id, cancel) ? StaffOutcome.NumberTaken
            : await StaffBook.RefusalOfAsync(db, row.Id, wanted.Manager, cancel);
    }

    // That nothing differs is no refusal.
    private Task RefusedAsync(Actor actor, Guid entry, StaffOutcome refusal, CancellationToken cancel) =>
        refusal == StaffOutcome.Same ? Task.CompletedTask : door.RefusedAsync(actor, AuditAction.Update, entry, StaffAudit.Refused(refusal), cancel);

    private sealed record Input(int Version, StaffInput Person);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules()
        {
            RuleFor(input => input.Version).GreaterThan(0);
            RuleFor(input => input.Person).SetValidator(StaffInputRules.Instance);
        }
    }
}
