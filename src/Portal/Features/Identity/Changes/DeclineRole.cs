using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Changes;

/// <summary>An administrator's or a compliance officer's no to a role that waits; who asked for it takes it back by the same step. The role that the person has stays.</summary>
[Needs(Permission.ManageAccounts, Permission.ApproveRoles)]
[NeedsFreshFactor]
public sealed class DeclineRole
{
    private readonly PortalDatabase database;
    private readonly ApproverDoor door;
    private readonly FreshFactor fresh;
    private readonly InvitationAudit audit;

    internal DeclineRole(PortalDatabase database, ApproverDoor door, FreshFactor fresh, InvitationAudit audit)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.audit = audit;
    }

    /// <summary>Closes a request.</summary>
    /// <returns><see cref="ChangeOutcome.Done"/>, or <see cref="ChangeOutcome.Gone"/> where it was decided before.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor is neither an active administrator nor an active compliance officer.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<ChangeOutcome> ForAsync(Actor actor, Guid request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var by = await door.PassAsync(actor, AuditAction.Grant, cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var asked = await db.Set<RoleRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == request, cancel);
        if (asked is null || await db.Set<RoleRequest>().Where(r => r.Id == request).ExecuteDeleteAsync(cancel) != 1)
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, AuditAction.Grant, asked?.AccountId, "role-request-decided", cancel);
            return ChangeOutcome.Gone;
        }

        await audit.DoneAsync(db, actor, AuditAction.Grant, asked.AccountId, $"role-{(asked.RequestedBy == by ? "withdrawn" : "declined")}-{asked.Role}", cancel);
        await transaction.CommitAsync(cancel);
        return ChangeOutcome.Done;
    }
}
