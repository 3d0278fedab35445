using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Changes;

/// <summary>
/// An administrator gives somebody of the staff another e-mail address. It holds once whoever reads its mail has used the link that is sent there; until then the old
/// one holds. Patients change their own.
/// </summary>
[Needs(Permission.ManageAccounts)]
[NeedsFreshFactor]
public sealed class ChangeEmail
{
    private readonly PortalDatabase database;
    private readonly AdministratorDoor door;
    private readonly FreshFactor fresh;
    private readonly HeldRoles roles;
    private readonly InvitationBook invitations;
    private readonly EmailChanges changes;
    private readonly InvitationAudit audit;

    internal ChangeEmail(
        PortalDatabase database, AdministratorDoor door, FreshFactor fresh, HeldRoles roles, InvitationBook invitations, EmailChanges changes, InvitationAudit audit)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.roles = roles;
        this.invitations = invitations;
        this.changes = changes;
        this.audit = audit;
    }

    /// <summary>Sends the link.</summary>
    /// <returns>
    /// <see cref="ChangeOutcome.Sent"/>, <see cref="ChangeOutcome.AddressTaken"/>, <see cref="ChangeOutcome.Own"/>, <see cref="ChangeOutcome.IsPatients"/>,
    /// <see cref="ChangeOutcome.TooSoon"/>, <see cref="ChangeOutcome.NoMail"/> or <see cref="ChangeOutcome.Gone"/>.
    /// </returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no active administrator.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">The address is not usable.</exception>
    public async Task<ChangeOutcome> ForAsync(Actor actor, AccountId account, string? email, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var by = await door.PassAsync(actor, AuditAction.Update, cancel);
        await EmailInputRules.Instance.ValidateAndThrowAsync(new EmailInput(email), cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await RefusalAsync(db, actor, by, account.Value, email!, cancel) is (var refused, var reason))
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, AuditAction.Update, account.Value, reason, cancel);
            return refused;
        }

        await audit.DoneAsync(db, actor, AuditAction.Update, account.Value, "email-asked", cancel);
        if (!await changes.BeginAsync(db, account.Value, email!, by, isTaken: false, cancel))
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, AuditAction.Update, account.Value, "too-soon", cancel);
            return ChangeOutcome.TooSoon;
        }

        await transaction.CommitAsync(cancel);
        return ChangeOutcome.Sent;
    }

    private async Task<(ChangeOutcome Outcome, string Reason)?> RefusalAsync(
        PortalDbContext db, Actor actor, Guid by, Guid account, string email, CancellationToken cancel)
    {
        if (by == account)
        {
            return (ChangeOutcome.Own, "own-account");
        }

        return await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == account && a.DisabledAt == null, cancel) is not { } person
                ? (ChangeOutcome.Gone, "nothing-to-change")
            : person.PatientId is not null || (await roles.OfAsync(db, account, cancel)).Contains(Role.Patient) ? (ChangeOutcome.IsPatients, "patient")
            : !changes.CanSend ? (ChangeOutcome.NoMail, "no-mail")
            : await changes.IsTooSoonAsync(db, account, cancel) ? (ChangeOutcome.TooSoon, "too-soon")
            : await invitations.IsTakenAsync(db, actor, email, cancel) ? (ChangeOutcome.AddressTaken, "address-taken") : null;
    }
}
