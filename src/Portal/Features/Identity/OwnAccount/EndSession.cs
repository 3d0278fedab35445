using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Sessions;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>A person ends one of the own sessions from another one (ASVS 7.5.2). The one that asks is ended by signing out.</summary>
[Needs(Permission.UseOwnAccount)]
[NeedsFreshFactor]
public sealed class EndSession
{
    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly FreshFactor fresh;
    private readonly SessionBook sessions;
    private readonly IdentityAudit audit;

    internal EndSession(PortalDatabase database, OwnAccountDoor door, FreshFactor fresh, SessionBook sessions, IdentityAudit audit)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.sessions = sessions;
        this.audit = audit;
    }

    /// <summary>Ends it; <c>false</c> where there was nothing to end: it ended before, is this one, or is somebody else's.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<bool> ForAsync(Actor actor, SessionId session, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var own, var account) || session.Value == own.Id
            || !await SessionCheck.Open(db).AnyAsync(s => s.Id == session.Value && s.AccountId == account.Id, cancel))
        {
            return false;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (!await sessions.EndAsync(db, session.Value, SessionEnding.EndedElsewhere, cancel))
        {
            return false;
        }

        await audit.SignedOutAsync(db, actor, session.Value, SessionEnding.EndedElsewhere.Code(), cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }
}
