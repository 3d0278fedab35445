using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Sessions;

/// <summary>Opens, finds and ends session rows.</summary>
internal sealed class SessionBook(KeyRing keys, TimeProvider clock)
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

    /// <summary>The living session of a token in one of the stages, with its account, which is not disabled.</summary>
    public async Task<(Session Session, Account Account)?> FindAsync(
        PortalDbContext db, string? token, SessionStage stage, CancellationToken cancel)
    {
        if (!SessionToken.LooksLikeOne(token))
        {
            return null;
        }

        var hash = SessionToken.HashOf(token!);
        var session = await db.Set<Session>().SingleOrDefaultAsync(s => s.SecretHash == hash && s.Stage == stage, cancel);
        return session is not null && session.LivesAt(clock.GetUtcNow()) ? await WithAccountAsync(db, session, cancel) : null;
    }

    /// <summary>Ends a session; <c>false</c> when it had ended before, so that of two parallel callers one goes on.</summary>
    public async Task<bool> EndAsync(PortalDbContext db, Guid session, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return await db.Set<Session>()
            .Where(s => s.Id == session && s.EndedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), cancel) == 1;
    }

    private static async Task<(Session, Account)?> WithAccountAsync(PortalDbContext db, Session session, CancellationToken cancel) =>
        await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == session.AccountId && a.DisabledAt == null, cancel) is { } account
            ? (session, account)
            : null;
}
