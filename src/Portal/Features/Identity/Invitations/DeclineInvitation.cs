using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>The second administrator's no. Whoever asked withdraws instead.</summary>
[Needs(Permission.ManageAccounts, Permission.ApproveRoles)]
[NeedsFreshFactor]
public sealed class DeclineInvitation
{
    private readonly PortalDatabase database;
    private readonly ApproverDoor door;
    private readonly FreshFactor fresh;
    private readonly InvitationBook book;
    private readonly InvitationAudit audit;
    private readonly TimeProvider clock;

    internal DeclineInvitation(PortalDatabase database, ApproverDoor door, FreshFactor fresh, InvitationBook book, InvitationAudit audit, TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.book = book;
        this.audit = audit;
        this.clock = clock;
    }

    /// <summary>Declines an invitation that waits.</summary>
    /// <returns><see cref="InvitationOutcome.Closed"/>, or <see cref="InvitationOutcome.Gone"/> where there was nothing for this administrator to decline.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no active administrator.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<InvitationResult> ForAsync(Actor actor, Guid invitation, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var decider = await door.PassAsync(actor, AuditAction.Grant, cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var waiting = db.Set<Invitation>().Where(i => i.Id == invitation && i.State == InvitationState.Waiting && i.RequestedBy != decider);
        if (await book.CloseAsync(waiting, InvitationState.Declined, cancel) != 1)
        {
            await transaction.RollbackAsync(cancel);
            return await audit.GoneAsync(db, actor, invitation, cancel);
        }

        var closed = await db.Set<Invitation>().SingleAsync(i => i.Id == invitation, cancel);
        (closed.DecidedBy, closed.DecidedAt) = (decider, clock.GetUtcNow());
        await audit.DoneAsync(db, actor, AuditAction.Grant, closed.AccountId, $"declined-{closed.Role}", cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new InvitationResult(InvitationOutcome.Closed);
    }
}
