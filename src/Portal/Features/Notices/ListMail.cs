using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Notices;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Mail;

namespace Portal.Features.Notices;

/// <summary>An administrator sees whether mail goes out, and what could not be sent: by account and kind, without addresses.</summary>
[Needs(Permission.ManageAccounts)]
public sealed class ListMail
{
    /// <summary>How many troubled mails are shown.</summary>
    public const int Most = 100;

    private readonly PortalDatabase database;
    private readonly MailSettings settings;
    private readonly AuditLog log;

    internal ListMail(PortalDatabase database, MailSettings settings, AuditLog log)
    {
        this.database = database;
        this.settings = settings;
        this.log = log;
    }

    /// <summary>How mail is doing.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor manages no accounts; the try is an entry.</exception>
    public async Task<MailView> ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var isAllowed = actor.Has(Permission.ManageAccounts);
        var entry = log.NewEntry(
            actor, Purpose.System, AuditAction.Search, AuditResource.Account, DataCategories.Account, isAllowed ? AuditOutcome.Allowed : AuditOutcome.Denied);
        await log.AppendAsync(entry with { Reason = "mail-outbox" }, cancel);
        if (!isAllowed)
        {
            throw new UnauthorizedAccessException("Only an administrator sees what waits in the outbox.");
        }

        await using var db = database.Open();
        var waiting = db.Set<Mail>().Where(m => m.FailedAt == null);
        var rows = await db.Set<Mail>().AsNoTracking().Where(m => m.Problem != null).OrderByDescending(m => m.FailedAt != null).ThenByDescending(m => m.CreatedAt).ThenBy(m => m.Id).Take(Most).ToListAsync(cancel);
        return new MailView(
            settings.IsOn, await waiting.CountAsync(cancel), await waiting.MinAsync(m => (DateTimeOffset?)m.CreatedAt, cancel),
            [.. rows.Select(m => new MailItem(m.Id, m.AccountId, m.Kind, m.CreatedAt, m.Tries, m.FailedAt is null ? m.DueAt : null, m.Problem!))]);
    }
}
