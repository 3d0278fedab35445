using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Charting.Drafts;

/// <summary>While the portal serves: deletes drafts that nobody came back for within a day (GDPR Art. 5(1)(e)). It looks every hour, on every node; whoever is first deletes.</summary>
internal sealed class DraftsJob(PortalDatabase database, Gate gate, AuditLog audit, TimeProvider clock, ILogger<DraftsJob> log)
    : RegularJob(Interval, "Old drafts were not deleted", clock, log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private const int BatchSize = 200;

    private static readonly Actor Job = Actor.System("drafts");

    /// <summary>Deletes all that are too old; how many.</summary>
    public async Task<int> PurgeAsync(CancellationToken cancel)
    {
        int all = 0, last;
        do
        {
            last = await PurgeBatchAsync(cancel);
            all += last;
        }
        while (last == BatchSize);
        return all;
    }

    protected override Task LookAsync(CancellationToken cancel) => PurgeAsync(cancel);

    private async Task<int> PurgeBatchAsync(CancellationToken cancel)
    {
        var oldest = Clock.GetUtcNow() - DraftRules.Lifetime;
        await using var db = database.Open();
        await using var transaction = await gate.BeginForJobAsync(db, Job, cancel);
        var rows = await db.Set<TypedDraft>().Where(row => row.KeptAt <= oldest).OrderBy(row => row.KeptAt).Take(BatchSize).ToListAsync(cancel);
        if (rows.Count == 0)
        {
            return 0;
        }

        var entry = audit.NewEntry(Job, Purpose.System, AuditAction.Delete, AuditResource.Draft, DataCategories.Clinical, AuditOutcome.Allowed);
        await audit.AppendAsync(db, entry with { Patients = [.. rows.Select(row => row.PatientId).Distinct()], Reason = "expired" }, cancel);
        db.RemoveRange(rows);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return rows.Count;
    }
}
