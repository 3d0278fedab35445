using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Sessions;

/// <summary>Opens, finds and ends session rows.</summary>
internal sealed class SessionBook(KeyRing keys, HeldRoles roles, SessionLimits limits, IdentityAudit audit, TimeProvider clock)
{
    /// <summary>Adds a session to the context and returns it with the token for the cookie.</summary>
    public (Session Session, string Token) Add(PortalDbContext db, Guid account, Role role, SessionStage stage, Origin origin)
    {
        var (now, token, key) = (clock.GetUtcNow(), SessionToken.New(), keys.Of(KeyUse.Sessions));
        var session = new Session
        {
            Id = Guid.NewGuid(),
            SecretHash = SessionToken.HashOf(token),
            AccountId = account,
            Role = role,
            Stage = stage,
            CreatedAt = now,
            LastInputAt = now,
            Ip = origin.Ip is { } ip ? new Protected<string>(ip.ToString(), key) : null,
            UserAgent = origin.UserAgent is { } agent ? new Protected<string>(agent, key) : null,
        };
        db.Add(session);
        return (session, token);
    }

    /// <summary>The living session of a token in one of the stages, with its account, which is not disabled and holds the session's role.</summary>
    public async Task<(Session Session, Account Account)?> FindAsync(
        PortalDbContext db, string? token, SessionStage stage, CancellationToken cancel)
    {
        if (!SessionToken.LooksLikeOne(token))
        {
            return null;
        }

        var hash = SessionToken.HashOf(token!);
        var session = await db.Set<Session>().SingleOrDefaultAsync(s => s.SecretHash == hash && s.Stage == stage, cancel);
        return session is not null && await LivesAsync(db, session, cancel) && await HoldsRoleAsync(db, session, cancel)
            ? await WithAccountAsync(db, session, cancel)
            : null;
    }

    /// <summary>Whether a session is within its limits. Times that lie ahead are moved back first: the clock was set back since.</summary>
    public async Task<bool> LivesAsync(PortalDbContext db, Session session, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (session.LastInputAt - now is var ahead && ahead > SessionLimits.ClockSlack)
        {
            await MoveBackAsync(db, session, ahead, cancel);
        }

        return limits.Permit(session, now);
    }

    /// <summary>Whether the account still holds the role that the session acts in (ASVS 8.3.2).</summary>
    public async Task<bool> HoldsRoleAsync(PortalDbContext db, Session session, CancellationToken cancel) =>
        (await roles.OfAsync(db, session.AccountId, cancel)).Contains(session.Role);

    /// <summary>Whether a waiting session was neither used up nor ended since it was found.</summary>
    public static Task<bool> StillWaitsAsync(PortalDbContext db, Session waiting, CancellationToken cancel) =>
        db.Set<Session>().AnyAsync(s => s.Id == waiting.Id && s.EndedAt == null, cancel);

    /// <summary>Why a session that is not within its limits, or whose account or role is gone, must end now.</summary>
    public SessionEnding OverdueOf(Session session) =>
        clock.GetUtcNow() >= limits.LastEndOf(session) ? SessionEnding.TooOld : SessionEnding.Idle;

    /// <summary>Ends a session; <c>false</c> when it had ended before, so that of two parallel callers one goes on.</summary>
    public async Task<bool> EndAsync(PortalDbContext db, Guid session, SessionEnding ending, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return await db.Set<Session>()
            .Where(s => s.Id == session && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now).SetProperty(s => s.Ending, ending), cancel) == 1;
    }

    /// <summary>
    /// Ends all sessions of an account but one, sign-ins that wait for their factor too, inside the caller's transaction. Each full one that ends is an
    /// entry under the actor who caused it. Open circuits close within seconds, on every node (ASVS 7.4.2, 7.4.3).
    /// </summary>
    /// <param name="db">The context, in the caller's transaction.</param>
    /// <param name="actor">Who causes it.</param>
    /// <param name="account">Whose sessions.</param>
    /// <param name="except">The one that goes on; <c>null</c> for none.</param>
    /// <param name="ending">Why they end.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>How many full sessions ended.</returns>
    public async Task<int> EndAllAsync(
        PortalDbContext db, Actor actor, Guid account, Guid? except, SessionEnding ending, CancellationToken cancel)
    {
        var open = await db.Set<Session>().AsNoTracking()
            .Where(s => s.AccountId == account && s.EndedAt == null && s.Id != except)
            .Select(s => new { s.Id, s.Stage }).ToListAsync(cancel);
        var ended = 0;
        foreach (var session in open)
        {
            if (await EndAsync(db, session.Id, ending, cancel) && session.Stage == SessionStage.Full)
            {
                await audit.SignedOutAsync(db, actor, session.Id, ending.Code(), cancel);
                ended++;
            }
        }

        return ended;
    }

    // The session keeps the age it had at its last input: it lives no longer for the step back, and does not die of it.
    private static async Task MoveBackAsync(PortalDbContext db, Session session, TimeSpan by, CancellationToken cancel)
    {
        var before = session.LastInputAt;
        (session.LastInputAt, session.CreatedAt, session.FactorAt) = (before - by, session.CreatedAt - by, session.FactorAt - by);
        await db.Set<Session>().Where(s => s.Id == session.Id && s.LastInputAt == before).ExecuteUpdateAsync(
            set => set
                .SetProperty(s => s.LastInputAt, session.LastInputAt)
                .SetProperty(s => s.CreatedAt, session.CreatedAt)
                .SetProperty(s => s.FactorAt, session.FactorAt),
            cancel);
    }

    private static async Task<(Session, Account)?> WithAccountAsync(PortalDbContext db, Session session, CancellationToken cancel) =>
        await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == session.AccountId && a.DisabledAt == null, cancel) is { } account
            ? (session, account)
            : null;
}
