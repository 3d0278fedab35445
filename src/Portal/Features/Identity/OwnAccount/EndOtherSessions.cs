using Portal.Data;
using Portal.Features.Identity.Sessions;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>A person ends all own sessions but the one that asks (ASVS 7.5.2), sign-ins under way too.</summary>
[Needs(Permission.UseOwnAccount)]
[NeedsFreshFactor]
public sealed class EndOtherSessions
{
    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly FreshFactor fresh;
    private readonly SessionBook sessions;

    internal EndOtherSessions(PortalDatabase database, OwnAccountDoor door, FreshFactor fresh, SessionBook sessions)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.sessions = sessions;
    }

    /// <summary>Ends them; how many, or <c>null</c> when the actor's own has ended.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<int?> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var own, var account))
        {
            return null;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var ended = await sessions.EndAllAsync(db, actor, account.Id, own.Id, SessionEnding.EndedElsewhere, cancel);
        await transaction.CommitAsync(cancel);
        return ended;
    }
}
