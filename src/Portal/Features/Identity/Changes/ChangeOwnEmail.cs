using FluentValidation;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Changes;

/// <summary>
/// A person gives the own account another e-mail address: a link goes there, and it holds once the link was used. The answer is the same for an address that has an
/// account, to which nothing is sent (ASVS 6.3.8).
/// </summary>
[Needs(Permission.UseOwnAccount)]
[NeedsFreshFactor]
public sealed class ChangeOwnEmail
{
    private const string TooSoon = "too-soon";

    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly FreshFactor fresh;
    private readonly InvitationBook invitations;
    private readonly EmailChanges changes;
    private readonly IdentityAudit identity;
    private readonly InvitationAudit audit;

    internal ChangeOwnEmail(
        PortalDatabase database, OwnAccountDoor door, FreshFactor fresh, InvitationBook invitations, EmailChanges changes, IdentityAudit identity, InvitationAudit audit)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.invitations = invitations;
        this.changes = changes;
        this.identity = identity;
        this.audit = audit;
    }

    /// <summary>Sends the link.</summary>
    /// <returns>
    /// <see cref="ChangeOutcome.Sent"/>, <see cref="ChangeOutcome.OwnAddress"/>, <see cref="ChangeOutcome.TooSoon"/>, <see cref="ChangeOutcome.NoMail"/>, or
    /// <see cref="ChangeOutcome.Gone"/> when the session ended.
    /// </returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    /// <exception cref="ValidationException">The address is not usable.</exception>
    public async Task<ChangeOutcome> ForAsync(Actor actor, string? email, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await EmailInputRules.Instance.ValidateAndThrowAsync(new EmailInput(email), cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (_, var account))
        {
            return ChangeOutcome.Gone;
        }

        if (await RefusalAsync(db, account, email!, cancel) is (var refused, var reason))
        {
            await identity.OwnAccountRefusedAsync(actor, reason, cancel);
            return refused;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var isTaken = await invitations.IsTakenAsync(db, actor, email!, cancel);
        await audit.DoneAsync(db, actor, AuditAction.Update, account.Id, isTaken ? "email-asked-taken" : "email-asked", cancel);
        if (!await changes.BeginAsync(db, account.Id, email!, account.Id, isTaken, cancel))
        {
            await transaction.RollbackAsync(cancel);
            await identity.OwnAccountRefusedAsync(actor, TooSoon, cancel);
            return ChangeOutcome.TooSoon;
        }

        await transaction.CommitAsync(cancel);
        return ChangeOutcome.Sent;
    }

    // The own address is no secret to its owner: whoever gave it by mistake would wait for a mail that never comes.
    private async Task<(ChangeOutcome Outcome, string Reason)?> RefusalAsync(PortalDbContext db, Account account, string email, CancellationToken cancel) =>
        changes.IsOwn(account, email) ? (ChangeOutcome.OwnAddress, "own-address")
        : !changes.CanSend ? (ChangeOutcome.NoMail, "no-mail")
        : await changes.IsTooSoonAsync(db, account.Id, cancel) ? (ChangeOutcome.TooSoon, TooSoon) : null;
}
