using Microsoft.EntityFrameworkCore;
using Portal.Data;

namespace Portal.Features.Identity.Accounts;

/// <summary>
/// Counts each try to sign in before it is verified, by one statement: of any number of parallel tries five are verified,
/// the rest is refused. Passwords, codes and recovery codes count alike.
/// </summary>
internal sealed class TryCounter(PortalDatabase database, TimeProvider clock)
{
    public const int MaxTries = 5;

    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    /// <summary>Counts a try; <c>false</c> when the account is locked and nothing may be verified.</summary>
    public async Task<bool> CountAsync(Guid account, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? lockUntil = now + LockTime;
        await using var db = database.Open();
        return await db.Set<SignInCounter>()
            .Where(c => c.AccountId == account && (c.LockedUntil == null || c.LockedUntil <= now))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(c => c.LockedUntil, c => c.LockedUntil == null && c.Failures + 1 >= MaxTries ? lockUntil : null)
                    .SetProperty(c => c.Failures, c => c.LockedUntil == null ? c.Failures + 1 : 1),
                cancel) == 1;
    }

    /// <summary>
    /// Takes back the one try that a right password was, and no more: the count of wrong codes stays, so that somebody who
    /// knows the password cannot clear it by entering the password again.
    /// </summary>
    public static Task TakeBackAsync(PortalDbContext db, Guid account, CancellationToken cancel) =>
        db.Set<SignInCounter>()
            .Where(c => c.AccountId == account && c.Failures > 0)
            .ExecuteUpdateAsync(
                set => set.SetProperty(c => c.Failures, c => c.Failures - 1).SetProperty(c => c.LockedUntil, (DateTimeOffset?)null), cancel);

    /// <summary>Clears the count after a whole sign-in.</summary>
    public static Task ClearAsync(PortalDbContext db, Guid account, CancellationToken cancel) =>
        db.Set<SignInCounter>()
            .Where(c => c.AccountId == account)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Failures, 0).SetProperty(c => c.LockedUntil, (DateTimeOffset?)null), cancel);

    /// <summary>Takes a time step for good; <c>false</c> when it, or a later one, was taken before (ASVS 6.5.1).</summary>
    public async Task<bool> TakeStepAsync(Guid account, long step, CancellationToken cancel)
    {
        await using var db = database.Open();
        return await db.Set<SignInCounter>()
            .Where(c => c.AccountId == account && c.LastTotpStep < step)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastTotpStep, step), cancel) == 1;
    }
}
