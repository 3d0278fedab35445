using Portal.Data;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Sessions;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.OwnAccount;

/// <summary>
/// What belongs to every change of a password or factor, in the caller's transaction: its entry, the end of all other sessions of the account, a new token for
/// this one, and the notice.
/// </summary>
internal sealed class CredentialChange(SessionBook sessions, SessionRenewal renewal, EmailChanges emails, AccountChanged changed, IdentityAudit audit)
{
    /// <summary>The cookie's new token; <c>null</c> when the session ended meanwhile, and the caller must not commit.</summary>
    public async Task<string?> MadeAsync(PortalDbContext db, Actor actor, Session session, AccountChange change, string reason, CancellationToken cancel)
    {
        // Whoever has confirmed a code of the new app has shown a factor.
        var renewed = change == AccountChange.App
            ? await renewal.WithFactorAsync(db, session.Id, SessionFactor.Totp, cancel)
            : await SessionRenewal.WithoutFactorAsync(db, session.Id, cancel);
        if (renewed is not { } token)
        {
            return null;
        }

        // What waits for a factor too: whoever stands there came in with what is changed now.
        await sessions.EndAllAsync(db, actor, session.AccountId, session.Id, SessionEnding.CredentialChanged, cancel);
        // Nor does an address that was asked for before: it may have been whoever had the old credential.
        await emails.WithdrawAsync(db, actor, session.AccountId, cancel);
        await audit.CredentialAsync(db, actor, session, reason, cancel);
        await changed.TellAsync(db, session.AccountId, change, cancel);
        return token;
    }
}
