using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Sessions;

/// <summary>Whether a session lives; one that does not is ended then and there, so that the log shows the automatic log-off.</summary>
internal sealed class SessionCheck(SessionBook book, SessionLimits limits, IdentityAudit audit, KeyRing keys, TimeProvider clock)
{
    /// <summary>Full sessions that were not ended.</summary>
    public static IQueryable<Session> Open(PortalDbContext db) =>
        db.Set<Session>().AsNoTracking().Where(s => s.Stage == SessionStage.Full && s.EndedAt == null);

    /// <summary>What a living session is; <c>null</c> for one that was idle too long, is too old, or whose account or role is gone.</summary>
    public async Task<SessionView?> AskAsync(PortalDbContext db, Actor actor, Session? session, CancellationToken cancel)
    {
        if (session is null)
        {
            return null;
        }

        var account = await db.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == session.AccountId && a.DisabledAt == null, cancel);
        var ending = !await book.LivesAsync(db, session, cancel) ? book.OverdueOf(session)
            : account is null ? SessionEnding.Disabled
            : !await book.HoldsRoleAsync(db, session, cancel) ? SessionEnding.RoleTakenAway : SessionEnding.None;
        if (ending is not SessionEnding.None)
        {
            await EndAsync(db, actor, session, ending, cancel);
            return null;
        }

        return ViewOf(session, account!);
    }

    private SessionView ViewOf(Session session, Account account)
    {
        var end = limits.EndOf(session);
        var left = end - clock.GetUtcNow();
        return new SessionView(
            new SessionId(session.Id), new AccountId(account.Id), session.Role, account.ProtectedName?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault,
            account.PatientId, left > TimeSpan.Zero ? left : TimeSpan.Zero, CanStay: end < limits.LastEndOf(session));
    }

    private async Task EndAsync(PortalDbContext db, Actor actor, Session session, SessionEnding ending, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        if (await book.EndAsync(db, session.Id, ending, cancel))
        {
            await audit.SignedOutAsync(db, IdentityAudit.Of(actor, session), session.Id, ending.Code(), cancel);
            await transaction.CommitAsync(cancel);
        }
    }
}
