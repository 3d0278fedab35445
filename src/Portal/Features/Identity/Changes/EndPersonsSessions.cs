using Portal.Data;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Sessions;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Changes;

/// <summary>
/// Signs somebody else out everywhere, on every node (ASVS 7.4.5): after a lost device, or a doubt. The account stays as it is, and the person may sign in again.
/// </summary>
[Needs(Permission.ManageAccounts)]
[NeedsFreshFactor]
public sealed class EndPersonsSessions
{
    private readonly PortalDatabase database;
    private readonly AdministratorDoor door;
    private readonly FreshFactor fresh;
    private readonly SessionBook sessions;
    private readonly InvitationAudit audit;

    internal EndPersonsSessions(PortalDatabase database, AdministratorDoor door, FreshFactor fresh, SessionBook sessions, InvitationAudit audit)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.sessions = sessions;
        this.audit = audit;
    }

    /// <summary>Ends them, sign-ins that wait for their factor too.</summary>
    /// <returns><see cref="ChangeOutcome.Done"/>; <see cref="ChangeOutcome.Own"/> for the own account; <see cref="ChangeOutcome.Gone"/> when nothing was open.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no active administrator.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<ChangeOutcome> ForAsync(Actor actor, AccountId account, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var by = await door.PassAsync(actor, AuditAction.Update, cancel);
        await fresh.RequireAsync(actor, cancel);
        if (by == account.Value)
        {
            await audit.RefusedAsync(actor, AuditAction.Update, by, "own-account", cancel);
            return ChangeOutcome.Own;
        }

        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.DoneAsync(db, actor, AuditAction.Update, account.Value, "signed-out-everywhere", cancel);
        var ended = await sessions.EndAllAsync(db, actor, account.Value, except: null, SessionEnding.ByAdministrator, cancel);
        await transaction.CommitAsync(cancel);
        return ended > 0 ? ChangeOutcome.Done : ChangeOutcome.Gone;
    }
}
