using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.Devices;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Sessions;

/// <summary>
/// While the portal serves: deletes sessions that are long over, with the address and browser they hold, and browsers that were not seen for long
/// (GDPR Art. 5(1)(e)); the audit log, which names sessions, has its own time. It looks every hour, on every node; whoever is first deletes.
/// </summary>
internal sealed class SessionsJob(PortalDatabase database, AuditLog audit, TimeProvider clock, ILogger<SessionsJob> log)
    : RegularJob(Interval, "Old sessions were not deleted", clock, log)
{
    /// <summary>How long a session's row outlasts its last input: long enough to look into a complaint, no longer.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly Actor Job = Actor.System("sessions");

    /// <summary>Deletes all that are too old, sessions and browsers; how many.</summary>
    public async Task<int> PurgeAsync(CancellationToken cancel)
    {
        var (now, today) = (Clock.GetUtcNow(), new DateTimeOffset(Clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero));
        await using var db = database.Open();
        var (sessions, browsers) = (Old(db, now - Kept), KnownDevices.Old(db, today));
        var gone = await sessions.AnyAsync(cancel)
            ? await DeleteAsync(db, () => sessions.ExecuteDeleteAsync(cancel), AuditResource.Session, "sessions-kept-long-enough", cancel) : 0;
        return gone + (await browsers.AnyAsync(cancel)
            ? await DeleteAsync(db, () => browsers.ExecuteDeleteAsync(cancel), AuditResource.Account, "browsers-kept-long-enough", cancel) : 0);
    }

    protected override Task LookAsync(CancellationToken cancel) => PurgeAsync(cancel);

    private async Task<int> DeleteAsync(PortalDbContext db, Func<Task<int>> delete, AuditResource what, string reason, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var entry = audit.NewEntry(Job, Purpose.System, AuditAction.Delete, what, DataCategories.Account, AuditOutcome.Allowed);
        await audit.AppendAsync(db, entry with { Reason = reason }, cancel);
        var gone = await delete();
        // Another node was first: its entry says so, and ours goes.
        await (gone > 0 ? transaction.CommitAsync(cancel) : transaction.RollbackAsync(cancel));
        return gone;
    }

    // No limit that can be configured lets a session live that long, so what was never ended is over too.
    private static IQueryable<Session> Old(PortalDbContext db, DateTimeOffset oldest) => db.Set<Session>().Where(s => s.LastInputAt < oldest && s.CreatedAt < oldest);
}
