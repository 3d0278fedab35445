using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>Finds the session that the actor sits at and the actor's own account: use cases about one's own account reach no other.</summary>
internal sealed class OwnAccountDoor(SessionBook sessions, IdentityAudit audit)
{
    /// <summary>The rows, tracked by the context; <c>null</c> when the session has ended or the account was disabled.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who may use an own account; the try is audited.</exception>
    public async Task<(Session Session, Account Account)?> PassAsync(PortalDbContext db, Actor actor, CancellationToken cancel)
    {
        if (!actor.Has(Permission.UseOwnAccount) || actor is not { Session: { Value: var id }, Account: { Value: var account } })
        {
            await audit.OwnAccountRefusedAsync(actor, "not-a-person", cancel);
            throw new UnauthorizedAccessException("Only a person who is signed in has an account of their own.");
        }

        var session = await db.Set<Session>().SingleOrDefaultAsync(s => s.Id == id && s.AccountId == account && s.Stage == SessionStage.Full, cancel);
        if (session is null || !await sessions.LivesAsync(db, session, cancel) || !await sessions.HoldsRoleAsync(db, session, cancel))
        {
            return null;
        }

        return await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == account && a.DisabledAt == null, cancel) is { } row ? (session, row) : null;
    }
}
