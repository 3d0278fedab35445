using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>Lets those pass who can say a second yes: administrators and compliance officers who are active now. Which of the two a step needs says <see cref="OtherSide"/>.</summary>
internal sealed class ApproverDoor(PortalDatabase database, InvitationAudit audit)
{
    /// <summary>The approver's account.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is neither; the try is audited.</exception>
    public async Task<Guid> PassAsync(Actor actor, AuditAction action, CancellationToken cancel)
    {
        if ((actor.Has(Permission.ManageAccounts) || actor.Has(Permission.ApproveRoles)) && actor.Account is { } account && await IsActiveAsync(account.Value, actor.Role, cancel))
        {
            return account.Value;
        }

        await audit.RefusedAsync(actor, action, null, "not-an-approver", cancel);
        throw new UnauthorizedAccessException("Only administrators and compliance officers approve.");
    }

    private async Task<bool> IsActiveAsync(Guid account, Role role, CancellationToken cancel)
    {
        await using var db = database.Open();
        return await Administrators.IsActiveAsync(db, account, role, cancel);
    }
}
