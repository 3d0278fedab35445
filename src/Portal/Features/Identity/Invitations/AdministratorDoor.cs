using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>Lets administrators pass, and nobody else: the role must carry the permission, and the account must be an active administrator's now.</summary>
internal sealed class AdministratorDoor(PortalDatabase database, InvitationAudit audit)
{
    /// <summary>The administrator's account.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is none; the try is audited.</exception>
    public async Task<Guid> PassAsync(Actor actor, AuditAction action, CancellationToken cancel)
    {
        if (actor.Has(Permission.ManageAccounts) && actor.Account is { } account && await IsActiveAsync(account.Value, cancel))
        {
            return account.Value;
        }

        await audit.RefusedAsync(actor, action, null, "not-an-administrator", cancel);
        throw new UnauthorizedAccessException("Only administrators manage accounts.");
    }

    private async Task<bool> IsActiveAsync(Guid account, CancellationToken cancel)
    {
        await using var db = database.Open();
        return await Administrators.IsActiveAsync(db, account, cancel);
    }
}
