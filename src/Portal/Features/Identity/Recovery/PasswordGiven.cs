using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Recovery;

/// <summary>Gives an account whose credentials were taken away its new password, in the caller's transaction, and begins the sign-in that enrols the new factor.</summary>
internal sealed class PasswordGiven(IPasswordHasher<Account> hasher, SessionBook sessions)
{
    /// <summary>The sign-in; <c>null</c> when the account was changed meanwhile, and the caller must not commit.</summary>
    public async Task<SignInStep?> ToAsync(PortalDbContext db, Actor actor, Account account, Role role, string password, CancellationToken cancel)
    {
        account.PasswordHash = hasher.HashPassword(account, password);
        (account.SecurityStamp, account.ConcurrencyStamp) = (Guid.NewGuid().ToString("N"), Guid.NewGuid().ToString());
        var (session, token) = sessions.Add(db, account.Id, role, SessionStage.AwaitingEnrolment, actor.Origin);
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;
        }

        // Somebody's wrong tries with what opens nothing any more must not keep the person from enrolling.
        await TryCounter.ClearAsync(db, account.Id, cancel);
        return new SignInStep(token, session.Stage);
    }
}
