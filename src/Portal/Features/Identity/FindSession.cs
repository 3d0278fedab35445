using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity;

/// <summary>Finds the session behind a cookie or a circuit. Only the web host's security part calls it.</summary>
[OpenToAll("the token in the cookie is what is checked")]
public sealed class FindSession
{
    private readonly PortalDatabase database;
    private readonly SessionBook sessions;
    private readonly IdentityAudit audit;
    private readonly KeyRing keys;
    private readonly TimeProvider clock;

    internal FindSession(PortalDatabase database, SessionBook sessions, IdentityAudit audit, KeyRing keys, TimeProvider clock)
    {
        this.database = database;
        this.sessions = sessions;
        this.audit = audit;
        this.keys = keys;
        this.clock = clock;
    }

    /// <summary>The full, living session of a cookie's token, or <c>null</c>. A session that waits for its factor is none.</summary>
    public async Task<SessionView?> ByTokenAsync(Actor actor, string? token, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!SessionToken.LooksLikeOne(token))
        {
            return null;
        }

        var hash = SessionToken.HashOf(token!);
        await using var db = database.Open();
        var found = await FullSessions(db).SingleOrDefaultAsync(s => s.SecretHash == hash, cancel);
        return await CheckAsync(db, actor, found, cancel);
    }

    /// <summary>The actor's own session as it is now, or <c>null</c> when it has ended, was idle too long, its account was disabled or lost its role, or the actor has none.</summary>
    public async Task<SessionView?> OfAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Session is not { Value: var id })
        {
            return null;
        }

        await using var db = database.Open();
        var found = await FullSessions(db).SingleOrDefaultAsync(s => s.Id == id, cancel);
        return await CheckAsync(db, actor, found, cancel);
    }

    /// <summary>Writes down that the person did something; at most once a minute, and never for a session that has ended.</summary>
    public async Task RecordInputAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var now = clock.GetUtcNow();
        var (id, before) = (actor.Session?.Value, now - SessionLimits.InputStep);
        await using var db = database.Open();
        await db.Set<Session>()
            .Where(s => s.Id == id && s.EndedAt == null && s.LastInputAt < before)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastInputAt, now), cancel);
    }

    private static IQueryable<Session> FullSessions(PortalDbContext db) =>
        db.Set<Session>().AsNoTracking().Where(s => s.Stage == SessionStage.Full && s.EndedAt == null);

    private async Task<SessionView?> CheckAsync(PortalDbContext db, Actor actor, Session? session, CancellationToken cancel)
    {
        if (session is null)
        {
            return null;
        }

        var ending = !await sessions.LivesAsync(db, session, cancel) ? "timed-out"
            : !await sessions.HoldsRoleAsync(db, session, cancel) ? "role-taken-away" : null;
        if (ending is not null)
        {
            await EndAsync(db, actor, session, ending, cancel);
            return null;
        }

        var account = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == session.AccountId && a.DisabledAt == null, cancel);
        return account is null ? null : new SessionView(
            new SessionId(session.Id), new AccountId(account.Id), session.Role,
            account.ProtectedName?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault, account.PatientId);
    }

    // A session that ran out is ended when somebody next looks at it, so that the log shows the automatic log-off.
    private async Task EndAsync(PortalDbContext db, Actor actor, Session session, string reason, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await sessions.EndAsync(db, session.Id, cancel))
        {
            await audit.SignedOutAsync(db, IdentityAudit.Of(actor, session), session.Id, reason, cancel);
            await transaction.CommitAsync(cancel);
        }
    }
}
