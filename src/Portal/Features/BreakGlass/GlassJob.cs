using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass;

/// <summary>
/// While the portal serves: writes down that a grant's time is over (it opens nothing from that moment, written down or not), and tells patients whose notice a safety hold
/// kept back. Every node looks; whoever is first does it.
/// </summary>
internal sealed class GlassJob(PortalDatabase database, Gate gate, AuditLog audit, GlassNotices notices, TimeProvider clock, ILogger<GlassJob> log)
    : RegularJob(Interval, "Break-glass grants were not looked after", clock, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private const int BatchSize = 100;

    private static readonly Actor Job = Actor.System("break-glass");

    /// <summary>Ends what is over and tells what may be told; how many of each.</summary>
    public async Task<(int Ended, int Told)> RunAsync(CancellationToken cancel) => (
        await EachAsync(rows => rows.Where(row => row.EndedAt == null && row.Until <= Clock.GetUtcNow()).OrderBy(row => row.Until), EndAsync, cancel),
        await EachAsync(rows => rows.Where(row => row.Telling == GlassTelling.Held).OrderBy(row => row.Start), TellAsync, cancel));

    protected override Task LookAsync(CancellationToken cancel) => RunAsync(cancel);

    // One by one, so that a grant that was altered keeps no other from its turn.
    private async Task<int> EachAsync(
        Func<IQueryable<GlassGrant>, IQueryable<GlassGrant>> which, Func<PortalDbContext, GlassGrant, CancellationToken, Task<bool>> work, CancellationToken cancel)
    {
        var done = 0;
        foreach (var id in await FindAsync(which, cancel))
        {
            await using var db = database.Open();
            await using var transaction = await gate.BeginForJobAsync(db, Job, cancel);
            if (await which(db.Set<GlassGrant>()).SingleOrDefaultAsync(row => row.Id == id, cancel) is not { SealBroken: false } row || !await work(db, row, cancel))
            {
                continue;
            }

            try
            {
                await db.SaveChangesAsync(cancel);
                await transaction.CommitAsync(cancel);
                done++;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Another node was quicker.
            }
        }

        return done;
    }

    private async Task<List<Guid>> FindAsync(Func<IQueryable<GlassGrant>, IQueryable<GlassGrant>> which, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await gate.BeginForJobAsync(db, Job, cancel);
        return [.. (await which(db.Set<GlassGrant>().AsNoTracking()).Take(BatchSize).ToListAsync(cancel)).Where(row => !row.SealBroken).Select(row => row.Id)];
    }

    private async Task<bool> EndAsync(PortalDbContext db, GlassGrant row, CancellationToken cancel)
    {
        (row.EndedAt, row.Ended) = (row.Until, GlassEnd.Expired);
        await audit.AppendAsync(db, EntryOf(row, AuditAction.EndBreakGlass) with { Reason = "glass-expired" }, cancel);
        return true;
    }

    private async Task<bool> TellAsync(PortalDbContext db, GlassGrant row, CancellationToken cancel)
    {
        await audit.AppendAsync(db, EntryOf(row, AuditAction.Notify) with { Reason = "glass-told-late" }, cancel);
        await notices.TellAsync(db, row, Role.None, cancel);
        return row.Telling != GlassTelling.Held;
    }

    private AuditEntry EntryOf(GlassGrant row, AuditAction action) =>
        audit.NewEntry(Job, Purpose.System, action, AuditResource.EmergencyAccess, DataCategories.Audit, AuditOutcome.Allowed) with
        {
            ResourceId = row.Id,
            Grant = row.Id,
            Patients = [row.PatientId],
        };
}
