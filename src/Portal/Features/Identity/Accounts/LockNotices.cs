using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity.Accounts;

/// <summary>
/// Tells people that their account rests after too many wrong tries. A job and not the try itself: what is written for an account that exists and not for one
/// that does not would show in the time a try takes (ASVS 6.3.8). Once a day an account, or whoever guesses could fill a mailbox.
/// </summary>
internal sealed class LockNotices(PortalDatabase database, NoticeBook notices, IdentityAudit audit, TimeProvider clock, ILogger<LockNotices> log)
    : RegularJob(Interval, "People whose accounts rest could not be told", clock, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromDays(1);

    private static readonly Actor Job = Actor.System("lock-notices");

    /// <summary>One look; how many people were told.</summary>
    public async Task<int> TellAsync(CancellationToken cancel)
    {
        var (now, told) = (Clock.GetUtcNow(), 0);
        var since = now - Pause;
        await using var db = database.Open();
        var locked = await (
            from counter in db.Set<SignInCounter>()
            join account in db.Set<Account>() on counter.AccountId equals account.Id
            where counter.LockedUntil > now && (counter.LockToldAt == null || counter.LockToldAt < since)
            select account.Id).ToListAsync(cancel);
        foreach (var account in locked)
        {
            told += await TellAsync(account, now, cancel) ? 1 : 0;
        }

        return told;
    }

    protected override Task LookAsync(CancellationToken cancel) => TellAsync(cancel);

    // One statement decides between nodes that look at the same moment.
    private async Task<bool> TellAsync(Guid account, DateTimeOffset now, CancellationToken cancel)
    {
        var since = now - Pause;
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        DateTimeOffset? toldAt = now;
        if (await db.Set<SignInCounter>().Where(c => c.AccountId == account && (c.LockToldAt == null || c.LockToldAt < since))
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.LockToldAt, toldAt), cancel) != 1)
        {
            return false;
        }

        await audit.LockToldAsync(db, Job, account, cancel);
        await notices.AddAsync(db, account, NoticeKind.Locked, cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }
}
