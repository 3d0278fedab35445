using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Sessions;

namespace Portal.Features.Identity.Accounts;

/// <summary>
/// Counts each try to sign in before it is verified, by one statement: of any number of parallel tries all are counted, five are
/// verified, the rest is refused. Passwords, codes and recovery codes count alike (ADR 0023).
/// </summary>
internal sealed class TryCounter(PortalDatabase database, ILookupNormalizer lookup, TimeProvider clock)
{
    public const int MaxTries = 5;

    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    /// <summary>Where tries for an address without an account are counted: the work must be the same as for one that has an account (ASVS 6.3.8).</summary>
    public Guid DecoyOf(string email) => SignInDecoys.IdOf(lookup.NormalizeEmail(email)!);

    /// <summary>Counts a try; <c>false</c> when the account is locked and nothing may be verified.</summary>
    public async Task<bool> CountAsync(Guid account, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await CountAsync(db, account, cancel);
        // The row stays locked until the commit: what is read is what this try made of it.
        var tries = await db.Set<SignInCounter>().Where(c => c.AccountId == account).Select(c => c.Failures).SingleOrDefaultAsync(cancel);
        await transaction.CommitAsync(cancel);
        return tries is > 0 and <= MaxTries;
    }

    /// <summary>
    /// Takes back the one try that a right password was, and no more: the count of wrong codes stays, so that somebody who
    /// knows the password cannot clear it by entering the password again.
    /// </summary>
    public static Task TakeBackAsync(PortalDbContext db, Guid account, CancellationToken cancel) =>
        db.Set<SignInCounter>()
            .Where(c => c.AccountId == account && c.Failures > 0)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(c => c.Failures, c => c.Failures - 1)
                    .SetProperty(c => c.LockedUntil, c => c.Failures - 1 >= MaxTries ? c.LockedUntil : null),
                cancel);

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

    // A lock is never made longer by tries against it, and ends by itself: the first try after it counts as one. One that lies further ahead than any
    // lock can was set before the clock was set back: it is cut to a whole lock from now, which is neither shorter than it was meant nor a day.
    private Task<int> CountAsync(PortalDbContext db, Guid account, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? lockUntil = now + LockTime;
        var furthest = now + LockTime + SessionLimits.ClockSlack;
        return db.Set<SignInCounter>().Where(c => c.AccountId == account).ExecuteUpdateAsync(
            set => set
                .SetProperty(c => c.Failures, c => c.LockedUntil <= now ? 1 : c.Failures + 1)
                .SetProperty(c => c.LockedUntil, c => c.LockedUntil <= now ? null
                    : c.LockedUntil > furthest ? lockUntil
                    : c.LockedUntil ?? (c.Failures + 1 >= MaxTries ? lockUntil : null)),
            cancel);
    }
}
