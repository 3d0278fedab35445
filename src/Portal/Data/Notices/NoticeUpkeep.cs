using Microsoft.EntityFrameworkCore;
using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Data.Notices;

/// <summary>Deletes what is kept no longer: notices some months after they were read or years after they came, mails that were given up, and mails that wait where none are sent any more (GDPR Art. 5(1)(e), ASVS 14.2.7).</summary>
internal sealed class NoticeUpkeep(PortalDatabase database, NoticeRetention retention, AuditLog audit, TimeProvider clock)
{
    private static readonly Actor Job = Actor.System("notices");

    /// <summary>Deletes once; how many rows went. What was deleted is an entry.</summary>
    public async Task<int> KeepAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (read, unread, failed) = (now - retention.Read, now - retention.Unread, now - MailPlan.KeepFailed);
        await using var db = database.Open();
        var notices = db.Set<Notice>().Where(n => n.ReadAt < read || (n.ReadAt == null && n.At < unread));
        if (!await notices.AnyAsync(cancel) && !await db.Set<Mail>().AnyAsync(m => (m.FailedAt ?? m.CreatedAt) < failed, cancel))
        {
            return 0;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var entry = audit.NewEntry(Job, Purpose.System, AuditAction.Delete, AuditResource.Account, DataCategories.Account, AuditOutcome.Allowed);
        await audit.AppendAsync(db, entry with { Reason = "notices-kept-long-enough" }, cancel);
        var gone = await notices.ExecuteDeleteAsync(cancel)
            + await db.Set<Mail>().Where(m => (m.FailedAt ?? m.CreatedAt) < failed).ExecuteDeleteAsync(cancel);
        // Another node was first: its entry says so, and ours goes.
        await (gone > 0 ? transaction.CommitAsync(cancel) : transaction.RollbackAsync(cancel));
        return gone;
    }
}
