using Portal.Data;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;

namespace Portal.Features.Identity;

/// <summary>Ends the actor's own session. The token in the cookie opens nothing afterwards, on any node.</summary>
[OpenToAll("ends the actor's own session and no other")]
public sealed class SignOut
{
    private readonly PortalDatabase database;
    private readonly SessionBook sessions;
    private readonly IdentityAudit audit;

    internal SignOut(PortalDatabase database, SessionBook sessions, IdentityAudit audit)
    {
        this.database = database;
        this.sessions = sessions;
        this.audit = audit;
    }

    /// <summary>Ends the session; ending it twice is no error and one entry.</summary>
    public async Task ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Session is not { } session)
        {
            return;
        }

        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await sessions.EndAsync(db, session.Value, SessionEnding.OwnWish, cancel))
        {
            await audit.SignedOutAsync(db, actor, session.Value, SessionEnding.OwnWish.Code(), cancel);
            await transaction.CommitAsync(cancel);
        }
    }
}
