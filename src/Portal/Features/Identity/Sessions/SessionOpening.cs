using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Sessions;

/// <summary>The one place where a session becomes full, inside the caller's transaction: the waiting one ends and a new row with a new token begins (ASVS 7.2.4).</summary>
internal sealed class SessionOpening(SessionBook book, IdentityAudit audit, TimeProvider clock)
{
    /// <summary>The new token, or <c>null</c> when the waiting session was used up by a parallel request.</summary>
    public async Task<(Session Session, string Token)?> CompleteAsync(
        PortalDbContext db, Actor actor, Session waiting, SessionFactor factor, string reason, CancellationToken cancel)
    {
        if (!await book.EndAsync(db, waiting.Id, SessionEnding.WentOn, cancel))
        {
            return null;
        }

        var opened = book.Add(db, waiting.AccountId, waiting.Role, SessionStage.Full, actor.Origin);
        opened.Session.Factor = factor;
        opened.Session.FactorAt = clock.GetUtcNow();
        await db.SaveChangesAsync(cancel);
        await TryCounter.ClearAsync(db, waiting.AccountId, cancel);
        await audit.SignedInAsync(db, actor, opened.Session, reason, cancel);
        return opened;
    }
}
