using Microsoft.EntityFrameworkCore;
using Portal.Features.AuditTrail;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.History;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Data.Crash;

/// <summary>What is found after a crash, beside what was acknowledged before it.</summary>
/// <param name="Acknowledged">Accesses and changes that somebody was told of.</param>
/// <param name="Changes">Changes that are there, each new note and each correction counted.</param>
/// <param name="LostEntries">Accesses that were shown and are not in the log.</param>
/// <param name="LostChanges">Changes that were acknowledged and are not there.</param>
/// <param name="ChangesWithoutEntry">Notes with more versions than entries.</param>
/// <param name="EntriesWithoutChange">Notes with more entries than versions.</param>
/// <param name="HolesInHistory">Notes with a version that the history does not tell of.</param>
/// <param name="BrokenSeals">Rows that do not hold their seal.</param>
/// <param name="LogVerifies">Whether each entry is as it was written.</param>
internal sealed record CrashFindings(
    long Acknowledged, long Changes, long LostEntries, long LostChanges, long ChangesWithoutEntry, long EntriesWithoutChange, long HolesInHistory, long BrokenSeals, bool LogVerifies)
{
    // Versions of each note beside its allowed entries and beside its history; a note or an entry that stands alone counts as well.
    private static readonly string Counts = $"""
        (SELECT coalesce(d.version, 0) AS versions, coalesce(e.n, 0) AS entries, coalesce(h.n, 0) AS history
         FROM clinical.document_references d
         FULL JOIN (SELECT resource_id AS id, count(*) AS n FROM audit.entries
                    WHERE resource = {(int)AuditResource.DocumentReference} AND outcome = {(int)AuditOutcome.Allowed}
                      AND action IN ({(int)AuditAction.Create}, {(int)AuditAction.Update}) GROUP BY 1) e ON e.id = d.id
         FULL JOIN (SELECT entry_id AS id, count(DISTINCT entry_version) AS n FROM clinical.entry_history GROUP BY 1) h ON h.id = d.id) notes
        """;

    public long Lost => LostEntries + LostChanges;

    public long Broken => ChangesWithoutEntry + EntriesWithoutChange + HolesInHistory + BrokenSeals + (LogVerifies ? 0 : 1);

    public static async Task<CrashFindings> OfAsync(OwnPortal portal, CrashScene scene, CrashLines told)
    {
        await using var db = portal.Open();
        var notes = await db.Set<DocumentReference>().AsNoTracking().Where(row => row.PatientId == scene.Patient).ToListAsync();
        var history = await db.Set<EntryChange>().AsNoTracking().Where(row => row.PatientId == scene.Patient).ToListAsync();
        return new CrashFindings(
            told.Count,
            history.Count,
            await LostEntriesAsync(portal, told),
            LostOf(told, notes),
            await portal.CountAsync($"{Counts} WHERE versions > entries"),
            await portal.CountAsync($"{Counts} WHERE versions < entries"),
            await portal.CountAsync($"{Counts} WHERE versions <> history"),
            notes.Count(row => row.SealBroken) + history.Count(row => row.SealBroken),
            (await portal.Get<VerifyAudit>().ForAsync(Actor.System("test"), default)).Ok);
    }

    /// <summary>What was acknowledged and is not there.</summary>
    public static async Task<long> LostAsync(OwnPortal portal, CrashScene scene, CrashLines told)
    {
        await using var db = portal.Open();
        var notes = await db.Set<DocumentReference>().AsNoTracking().Where(row => row.PatientId == scene.Patient).ToListAsync();
        return LostOf(told, notes) + await LostEntriesAsync(portal, told);
    }

    private static int LostOf(CrashLines told, List<DocumentReference> notes)
    {
        var versions = notes.ToDictionary(row => row.Id, row => row.Version);
        return told.Edits.Count(edit => versions.GetValueOrDefault(edit.Note) < edit.Version);
    }

    private static async Task<long> LostEntriesAsync(OwnPortal portal, CrashLines told)
    {
        var lost = told.Entries.Count - await portal.CountAsync("audit.entries WHERE id = ANY($1)", told.Entries.ToArray());
        foreach (var (session, shown) in told.Sessions)
        {
            lost += Math.Max(0, shown - await portal.CountAsync("audit.log WHERE session = $1", session));
        }

        return lost;
    }
}
