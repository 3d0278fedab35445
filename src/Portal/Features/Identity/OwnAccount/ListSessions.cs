using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>Where a person is signed in (ASVS 7.5.2): the own sessions that live, and nobody else's.</summary>
[Needs(Permission.UseOwnAccount)]
public sealed class ListSessions
{
    private readonly PortalDatabase database;
    private readonly OwnAccountDoor door;
    private readonly SessionLimits limits;
    private readonly Places places;
    private readonly IdentityAudit audit;
    private readonly KeyRing keys;
    private readonly TimeProvider clock;

    internal ListSessions(
        PortalDatabase database, OwnAccountDoor door, SessionLimits limits, Places places, IdentityAudit audit, KeyRing keys, TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.limits = limits;
        this.places = places;
        this.audit = audit;
        this.keys = keys;
        this.clock = clock;
    }

    /// <summary>The sessions, this one first, then those used last; <c>null</c> when the actor's own has ended.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor is no person who is signed in.</exception>
    public async Task<IReadOnlyList<SessionItem>?> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var db = database.Open();
        if (await door.PassAsync(db, actor, cancel) is not (var own, var account))
        {
            return null;
        }

        await audit.OwnSessionsReadAsync(actor, cancel);
        var now = clock.GetUtcNow();
        var rows = await SessionCheck.Open(db).Where(s => s.AccountId == account.Id).ToListAsync(cancel);
        return
        [
            .. rows.Where(row => limits.Permit(row, now)).Select(row => ItemOf(row, row.Id == own.Id))
                .OrderByDescending(item => item.IsThis).ThenByDescending(item => item.LastSeen),
        ];
    }

    private SessionItem ItemOf(Session row, bool isThis)
    {
        var key = keys.Of(KeyUse.Sessions);
        var words = BrowserWords.Of(row.UserAgent?.Open(key).ValueOrDefault);
        var place = places.NameOf(IPAddress.TryParse(row.Ip?.Open(key).ValueOrDefault, out var ip) ? ip : null);
        return new SessionItem(new SessionId(row.Id), words.Browser, words.System, place, row.CreatedAt, row.LastInputAt, isThis);
    }
}
