using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Devices;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Sessions;

/// <summary>
/// The one place where a session becomes full, inside the caller's transaction: what waited ends, so does the session that the browser held until now, whosever it was,
/// and a new row with a new token begins (ASVS 7.2.4).
/// </summary>
internal sealed class SessionOpening(SessionBook book, KnownDevices devices, IdentityAudit audit, TimeProvider clock)
{
    /// <summary>The new token, or <c>null</c> when the waiting session was used up by a parallel request.</summary>
    public async Task<(Session Session, string Token)?> CompleteAsync(
        PortalDbContext db, Actor actor, Session waiting, SessionFactor factor, string reason, CancellationToken cancel)
    {
        if (!await book.EndAsync(db, waiting.Id, SessionEnding.WentOn, cancel))
        {
            return null;
        }

        // Password and code were right: what was wrong before is forgotten.
        await TryCounter.ClearAsync(db, waiting.AccountId, cancel);
        return await FullAsync(db, actor, waiting.AccountId, waiting.Role, factor, reason, cancel);
    }

    /// <summary>
    /// The token of a sign-in by a passkey, which is two factors in one step; nothing waited for it. The count of wrong passwords and codes stays: they are not the ones that were shown,
    /// and who guesses them gets no new tries by it.
    /// </summary>
    public async Task<string> WithPasskeyAsync(PortalDbContext db, Actor actor, Guid account, Role role, CancellationToken cancel) =>
        (await FullAsync(db, actor, account, role, SessionFactor.Passkey, "passkey", cancel)).Token;

    private async Task<(Session Session, string Token)> FullAsync(
        PortalDbContext db, Actor actor, Guid account, Role role, SessionFactor factor, string reason, CancellationToken cancel)
    {
        var opened = book.Add(db, account, role, SessionStage.Full, actor.Origin);
        opened.Session.Factor = factor;
        opened.Session.FactorAt = clock.GetUtcNow();
        await db.SaveChangesAsync(cancel);
        await audit.SignedInAsync(db, actor, opened.Session, reason, cancel);
        await EndBeforeAsync(db, actor.Origin, cancel);
        await devices.SeenAsync(db, actor.Origin, opened.Session, cancel);
        return opened;
    }

    // Its cookie is overwritten: nobody could sign it out any more. The entry names whose it was.
    private async Task EndBeforeAsync(PortalDbContext db, Origin origin, CancellationToken cancel)
    {
        if (!SessionToken.LooksLikeOne(origin.SessionBefore))
        {
            return;
        }

        var hash = SessionToken.HashOf(origin.SessionBefore!);
        var before = await db.Set<Session>().AsNoTracking().SingleOrDefaultAsync(s => s.SecretHash == hash && s.Stage == SessionStage.Full && s.EndedAt == null, cancel);
        if (before is not null && await book.EndAsync(db, before.Id, SessionEnding.WentOn, cancel))
        {
            await audit.SignedOutAsync(db, IdentityAudit.Of(Actor.AnonymousFrom(origin), before), before.Id, SessionEnding.WentOn.Code(), cancel);
        }
    }
}
