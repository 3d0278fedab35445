using Microsoft.EntityFrameworkCore;
using Portal.Features.AuditTrail;
using Portal.Features.Patients.Chart;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Crash;

/// <summary>What is found after a crash, beside what was acknowledged before it.</summary>
internal sealed record CrashFindings(
    long Acknowledged, long Changes, long LostEntries, long LostChanges, long ChangesWithoutEntry, long EntriesWithoutChange, long BrokenSeals, bool LogVerifies)
{
    public bool AllIsWell => LostEntries + LostChanges + ChangesWithoutEntry + EntriesWithoutChange + BrokenSeals == 0 && LogVerifies;

    public static async Task<CrashFindings> OfAsync(OwnPortal portal, CrashScene scene, CrashLines told)
    {
        await using var db = portal.Open();
        var rows = await db.Set<Observation>().AsNoTracking().Where(row => row.PatientId == scene.Patient).ToListAsync();
        var versions = rows.ToDictionary(row => row.Id, row => row.Version);
        return new CrashFindings(
            told.Count,
            rows.Count,
            await LostAsync(portal, told),
            told.Edits.Count(edit => versions.GetValueOrDefault(edit.Row, -1) < edit.Version),
            // In the very same transaction: the row's last writer wrote an entry too.
            await portal.CountAsync("clinical.observations o WHERE NOT EXISTS (SELECT FROM audit.entries e WHERE e.xact::xid = o.xmin)"),
            await portal.CountAsync(
                $"audit.entries e WHERE action = {(int)AuditAction.Create} AND NOT EXISTS (SELECT FROM clinical.observations o WHERE o.id = e.id)"),
            rows.Count(row => row.SealBroken),
            (await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), default)).Ok);
    }

    /// <summary>Entries that were acknowledged and are not there.</summary>
    public static async Task<long> LostAsync(OwnPortal portal, CrashLines told)
    {
        var lost = told.Entries.Count - await portal.CountAsync("audit.entries WHERE id = ANY($1)", told.Entries.ToArray());
        foreach (var (session, shown) in told.Sessions)
        {
            lost += Math.Max(0, shown - await portal.CountAsync("audit.entries WHERE session = $1", session));
        }

        return lost;
    }
}
