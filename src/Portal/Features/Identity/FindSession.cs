using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;

namespace Portal.Features.Identity;

/// <summary>Finds the session behind a cookie or a circuit. Only the web host's security part calls it.</summary>
[OpenToAll("the token in the cookie is what is checked")]
public sealed class FindSession
{
    private readonly PortalDatabase database;
    private readonly SessionCheck check;
    private readonly SessionLimits limits;
    private readonly TimeProvider clock;

    internal FindSession(PortalDatabase database, SessionCheck check, SessionLimits limits, TimeProvider clock)
    {
        this.database = database;
        this.check = check;
        this.limits = limits;
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
        var found = await SessionCheck.Open(db).SingleOrDefaultAsync(s => s.SecretHash == hash, cancel);
        return await check.AskAsync(db, actor, found, cancel);
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
        var found = await SessionCheck.Open(db).SingleOrDefaultAsync(s => s.Id == id, cancel);
        return await check.AskAsync(db, actor, found, cancel);
    }

    /// <summary>Why the session of a cookie's token ended; <see cref="SessionEnding.None"/> where there is none or it lives. Told to whoever holds the token.</summary>
    public async Task<SessionEnding> EndingByTokenAsync(Actor actor, string? token, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!SessionToken.LooksLikeOne(token))
        {
            return SessionEnding.None;
        }

        var hash = SessionToken.HashOf(token!);
        await using var db = database.Open();
        return await db.Set<Session>().Where(s => s.SecretHash == hash && s.EndedAt != null).Select(s => s.Ending).SingleOrDefaultAsync(cancel);
    }

    /// <summary>Writes down that the person did something; at most once in the step of <see cref="SessionLimits.InputStepOf"/>, and never for a session that has ended.</summary>
    public Task RecordInputAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return KeepAsync(actor, clock.GetUtcNow() - limits.InputStepOf(actor.Role), cancel);
    }

    /// <summary>Writes down that the person wants to stay, at once; never for a session that has ended.</summary>
    public Task StayAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return KeepAsync(actor, clock.GetUtcNow(), cancel);
    }

    // What is too late is too late, even where nobody has looked at the session since: it must not live again by being asked for.
    private async Task KeepAsync(Actor actor, DateTimeOffset before, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (id, latest) = (actor.Session?.Value, now - limits.IdleOf(actor.Role));
        await using var db = database.Open();
        await db.Set<Session>()
            .Where(s => s.Id == id && s.EndedAt == null && s.LastInputAt < before && s.LastInputAt > latest)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastInputAt, now), cancel);
    }
}
