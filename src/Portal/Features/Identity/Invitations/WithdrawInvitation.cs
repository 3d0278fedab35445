using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>Takes an invitation back: one's own while it waits, any one whose link was not used yet. The link opens nothing from then on.</summary>
[Needs(Permission.ManageAccounts)]
[NeedsFreshFactor]
public sealed class WithdrawInvitation
{
    private readonly PortalDatabase database;
    private readonly AdministratorDoor door;
    private readonly FreshFactor fresh;
    private readonly InvitationBook book;
    private readonly InvitationAudit audit;

    internal WithdrawInvitation(PortalDatabase database, AdministratorDoor door, FreshFactor fresh, InvitationBook book, InvitationAudit audit)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.book = book;
        this.audit = audit;
    }

    /// <summary>Withdraws an invitation.</summary>
    /// <returns><see cref="InvitationOutcome.Closed"/>, or <see cref="InvitationOutcome.Gone"/> where there was nothing for this administrator to withdraw.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no active administrator.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<InvitationResult> ForAsync(Actor actor, Guid invitation, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var administrator = await door.PassAsync(actor, AuditAction.Grant, cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var mine = db.Set<Invitation>().Where(i => i.Id == invitation
            && (i.State == InvitationState.Open || (i.State == InvitationState.Waiting && i.RequestedBy == administrator)));
        if (await book.CloseAsync(mine, InvitationState.Withdrawn, cancel) != 1)
        {
            await transaction.RollbackAsync(cancel);
            return await audit.GoneAsync(db, actor, invitation, cancel);
        }

        var closed = await db.Set<Invitation>().AsNoTracking().SingleAsync(i => i.Id == invitation, cancel);
        await audit.DoneAsync(db, actor, AuditAction.Grant, closed.AccountId, $"withdrawn-{closed.Role}", cancel);
        await transaction.CommitAsync(cancel);
        return new InvitationResult(InvitationOutcome.Closed);
    }
}
