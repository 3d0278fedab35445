using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Devices;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Passkeys;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Recovery;

/// <summary>
/// Takes everything away that opens an account, in the caller's transaction: password, app, recovery codes, passkeys, sessions, and the browsers it was known by.
/// From the commit on only what the recovery hands out opens it; whoever stole the old things holds nothing.
/// </summary>
internal sealed class CredentialReset(SessionBook sessions, EmailChanges emails)
{
    /// <summary><c>false</c> when the account was disabled meanwhile, and the caller must not commit.</summary>
    public async Task<bool> TakeAwayAsync(PortalDbContext db, Actor actor, Guid account, CancellationToken cancel)
    {
        if (await EmptyAsync(db, account, cancel) != 1)
        {
            return false;
        }

        await db.Set<RecoveryCode>().Where(code => code.AccountId == account).ExecuteDeleteAsync(cancel);
        // A new address that somebody else asked for must not be confirmed afterwards.
        await emails.WithdrawAsync(db, actor, account, cancel);
        await db.Set<AccountPasskey>().Where(passkey => passkey.UserId == account).ExecuteDeleteAsync(cancel);
        // A thief's browser was perhaps known: every one is new from here on, and told.
        await db.Set<KnownDevice>().Where(device => device.AccountId == account).ExecuteDeleteAsync(cancel);
        // The new app makes codes of another secret: its first one may belong to a time step that the old one's code has used.
        await db.Set<SignInCounter>().Where(c => c.AccountId == account).ExecuteUpdateAsync(set => set.SetProperty(c => c.LastTotpStep, 0), cancel);
        await sessions.EndAllAsync(db, actor, account, except: null, SessionEnding.Recovered, cancel);
        return true;
    }

    // The new stamps make a change under way, which has read the old ones, fail.
    private static Task<int> EmptyAsync(PortalDbContext db, Guid account, CancellationToken cancel)
    {
        var (security, concurrency) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        return db.Set<Account>().Where(a => a.Id == account && a.DisabledAt == null).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.PasswordHash, (string?)null)
                .SetProperty(a => a.ProtectedTotpSecret, (Protected<byte[]>?)null)
                .SetProperty(a => a.FactorEnrolledAt, (DateTimeOffset?)null)
                .SetProperty(a => a.SecurityStamp, security)
                .SetProperty(a => a.ConcurrencyStamp, concurrency),
            cancel);
    }
}
