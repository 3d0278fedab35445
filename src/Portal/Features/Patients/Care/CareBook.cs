using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;

namespace Portal.Features.Patients.Care;

/// <summary>Writes who treats a patient: the relationship and its audit entry are one transaction.</summary>
internal sealed class CareBook(PortalDatabase database, Gate gate, TreatingStaff staff, TimeProvider clock)
{
    /// <summary>Now, cut to what the database keeps.</summary>
    public DateTimeOffset Now => Microseconds.Cut(clock.GetUtcNow());

    /// <summary>Opens the patient for the change, lets it be made, and commits; what does not come about is written down with its outcome as the reason.</summary>
    public async Task<CareOutcome> ChangeAsync(CareTask task, Func<PortalDbContext, Access, Task<CareOutcome>> change, CancellationToken cancel)
    {
        await using var db = database.Open();
        if (await gate.OpenForChangeAsync(db, task.Actor, task.Purpose, task.Request, task.Patient, cancel) is not { } access)
        {
            return CareOutcome.NotFound;
        }

        var outcome = access.Opens(task.Patient) ? await TryAsync(db, access, change, cancel) : CareOutcome.NotFound;
        if (outcome == CareOutcome.Done)
        {
            await db.Database.CommitTransactionAsync(cancel);
            return outcome;
        }

        await db.Database.RollbackTransactionAsync(cancel);
        await gate.RecordFailureAsync(task.Actor, task.Purpose, task.Request, task.Patient, $"care-{outcome}", cancel);
        return outcome;
    }

    /// <summary>Ties a colleague to the patient.</summary>
    /// <param name="task">The change.</param>
    /// <param name="colleague">Whom.</param>
    /// <param name="source">As what.</param>
    /// <param name="end">Until when; <c>null</c>, for the team alone, until somebody ends it.</param>
    /// <param name="cancel">Gives up; nothing was written then.</param>
    public Task<CareOutcome> TieAsync(CareTask task, AccountId colleague, CareSource source, DateTimeOffset? end, CancellationToken cancel) =>
        ChangeAsync(
            task,
            async (db, _) =>
            {
                if (await staff.NameAsync(db, colleague, cancel) is null)
                {
                    return CareOutcome.NoColleague;
                }

                var now = Now;
                if ((await HoldingAsync(db, task.Patient, now, cancel)).Exists(row => row.AccountId == colleague && Covers(row, source, end)))
                {
                    return CareOutcome.Already;
                }

                db.Add(new CareRelationship { Id = Guid.CreateVersion7(now), PatientId = task.Patient, AccountId = colleague, Source = source, Start = now, End = end });
                await db.SaveChangesAsync(cancel);
                return CareOutcome.Done;
            },
            cancel);

    /// <summary>Ends now what ties to the patient and is chosen.</summary>
    public Task<CareOutcome> EndAsync(CareTask task, Func<CareRelationship, bool> chosen, CancellationToken cancel) =>
        ChangeAsync(
            task,
            async (db, _) =>
            {
                var now = Now;
                var rows = (await HoldingAsync(db, task.Patient, now, cancel)).Where(chosen).ToList();
                foreach (var row in rows)
                {
                    row.End = now;
                }

                await db.SaveChangesAsync(cancel);
                return rows.Count > 0 ? CareOutcome.Done : CareOutcome.NotFound;
            },
            cancel);

    /// <summary>The relationships of the patient that hold now, whose seals are whole.</summary>
    public static async Task<List<CareRelationship>> HoldingAsync(PortalDbContext db, PatientId patient, DateTimeOffset now, CancellationToken cancel)
    {
        var rows = await db.Set<CareRelationship>().Where(row => row.PatientId == patient && row.Start <= now && (row.End == null || row.End > now)).ToListAsync(cancel);
        return [.. rows.Where(row => !row.SealBroken && CareRules.Holds(row.Source, row.Start, row.End, now))];
    }

    private static async Task<CareOutcome> TryAsync(
        PortalDbContext db, Access access, Func<PortalDbContext, Access, Task<CareOutcome>> change, CancellationToken cancel)
    {
        try
        {
            return await change(db, access);
        }
        catch (DbUpdateException taken) when (Clash.Is(taken))
        {
            return CareOutcome.Already;
        }
    }

    private static bool Covers(CareRelationship row, CareSource source, DateTimeOffset? end) =>
        row.Source == CareSource.Assigned || (row.Source == source && source != CareSource.Assigned && row.End >= end);
}
