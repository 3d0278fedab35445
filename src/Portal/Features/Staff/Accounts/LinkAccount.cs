using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.StepUp;
using Portal.Features.Staff.Entries;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Staff.Accounts;

/// <summary>
/// Says whose account it is. From then on the account has the department, team and manager of the entry. Nobody gets an administrator's and a compliance officer's account
/// this way: who changes roles and who links wait for each other.
/// </summary>
[Needs(Permission.ManageStaffDirectory)]
[NeedsFreshFactor]
public sealed class LinkAccount
{
    private readonly PortalDatabase database;
    private readonly StaffWriteDoor door;
    private readonly FreshFactor fresh;
    private readonly StaffAccounts links;
    private readonly StaffBook book;
    private readonly TwoSides sides;
    private readonly HeldRoles roles;

    internal LinkAccount(PortalDatabase database, StaffWriteDoor door, FreshFactor fresh, StaffAccounts links, StaffBook book, TwoSides sides, HeldRoles roles)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.links = links;
        this.book = book;
        this.sides = sides;
        this.roles = roles;
    }

    /// <summary>Links an account to an entry.</summary>
    /// <returns>
    /// <see cref="StaffOutcome.Done"/>, <see cref="StaffOutcome.Taken"/>, <see cref="StaffOutcome.NotStaff"/>, <see cref="StaffOutcome.BothSides"/>,
    /// <see cref="StaffOutcome.Damaged"/> or <see cref="StaffOutcome.Gone"/>.
    /// </returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not change the directory; the try is audited.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<StaffResult> ForAsync(Actor actor, Guid entry, AccountId account, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor, AuditAction.Update, entry, cancel);
        await fresh.RequireAsync(actor, cancel);
        return await ChangeAsync(actor, entry, "account-linked", db => LinkAsync(db, actor, entry, account.Value, cancel), cancel);
    }

    /// <summary>Takes the link away; the account stays as it is.</summary>
    /// <returns><see cref="StaffOutcome.Done"/> or <see cref="StaffOutcome.Gone"/>.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor may not change the directory; the try is audited.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<StaffResult> EndAsync(Actor actor, Guid entry, AccountId account, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await door.PassAsync(actor, AuditAction.Update, entry, cancel);
        await fresh.RequireAsync(actor, cancel);
        return await ChangeAsync(actor, entry, "account-unlinked", db => EndAsync(db, entry, account.Value, cancel), cancel);
    }

    private async Task<StaffResult> ChangeAsync(Actor actor, Guid entry, string done, Func<PortalDbContext, Task<StaffOutcome>> step, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await DirectoryState.TakeTurnAsync(db, cancel);
        var outcome = await step(db);
        if (outcome != StaffOutcome.Done)
        {
            await transaction.RollbackAsync(cancel);
            await door.RefusedAsync(actor, AuditAction.Update, entry, StaffAudit.Refused(outcome), cancel);
            return new StaffResult(outcome, entry);
        }

        await door.DoneAsync(db, actor, AuditAction.Update, entry, done, cancel);
        await transaction.CommitAsync(cancel);
        return new StaffResult(outcome, entry);
    }

    private async Task<StaffOutcome> LinkAsync(PortalDbContext db, Actor actor, Guid entry, Guid account, CancellationToken cancel)
    {
        // Roles do not change until this transaction ends.
        if (!await Administrators.TakeTurnAsync(db, actor.Account!.Value.Value, cancel)
            || await db.Set<StaffEntry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == entry, cancel) is not { } row)
        {
            return StaffOutcome.Gone;
        }

        var held = await roles.OfAsync(db, account, cancel);
        if (!await db.Set<Account>().AnyAsync(a => a.Id == account && a.PatientId == null && a.NormalizedEmail != null, cancel) || held.Contains(Role.Patient))
        {
            return StaffOutcome.NotStaff;
        }

        if (!book.IsSound(row))
        {
            return StaffOutcome.Damaged;
        }

        if (await db.Set<StaffAccount>().AnyAsync(a => a.AccountId == account, cancel))
        {
            return StaffOutcome.Taken;
        }

        var own = await db.Set<StaffAccount>().Where(a => a.EntryId == entry).Select(a => a.AccountId).ToListAsync(cancel);
        if (await sides.AnyHoldsAsync(db, own, TwoSides.OtherSideOf(held.FirstOrDefault()), cancel))
        {
            return StaffOutcome.BothSides;
        }

        db.Add(links.New(account, entry, actor.Account));
        await db.SaveChangesAsync(cancel);
        return StaffOutcome.Done;
    }

    private static async Task<StaffOutcome> EndAsync(PortalDbContext db, Guid entry, Guid account, CancellationToken cancel) =>
        await db.Set<StaffAccount>().Where(a => a.EntryId == entry && a.AccountId == account).ExecuteDeleteAsync(cancel) == 1 ? StaffOutcome.Done : StaffOutcome.Gone;
}
