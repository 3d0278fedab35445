using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Care.Exclusions;
using Portal.Features.Patients.Care.Marks;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Patients.Care;

/// <summary>
/// What ties an account to a patient, and what narrows that: care relationships in force, sensitive marks, and exclusions by the patient. One transaction asks for all.
/// A broken seal never opens: such a relationship counts for nothing, such a mark still narrows, such an exclusion excludes whoever asks.
/// </summary>
internal sealed class CareFact(PortalDatabase database, TimeProvider clock) : IAccessFact
{
    public async Task<IReadOnlyCollection<PatientFact>> AboutAsync(
        Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
    {
        // A patient reaches the own record alone, and excludes nobody but staff.
        if (actor is not { Role: not Role.Patient, Account: { } account } || patients.Count == 0)
        {
            return [];
        }

        await using var db = await database.OpenAsync(Reach.ToDecide(actor, patients), cancel);
        var exclusions = await db.Set<Exclusion>().AsNoTracking().Where(row => patients.Contains(row.PatientId)).ToListAsync(cancel);
        var excluded = exclusions.Where(row => row.SealBroken || row.AccountId == account).Select(row => new PatientFact(row.PatientId, Fact.Excluded));
        return actor.Role is Role.Clinician or Role.Nurse
            ? [.. excluded, .. await TiesAsync(db, account, patients, cancel), .. await MarksAsync(db, patients, cancel)]
            : [.. excluded];
    }

    private async Task<IEnumerable<PatientFact>> TiesAsync(PortalDbContext db, AccountId account, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rows = await db.Set<CareRelationship>().AsNoTracking()
            .Where(row => row.AccountId == account && patients.Contains(row.PatientId) && row.Start <= now && (row.End == null || row.End > now))
            .ToListAsync(cancel);
        return rows.Where(row => !row.SealBroken && CareRules.Holds(row.Source, row.Start, row.End, now))
            .Select(row => new PatientFact(row.PatientId, row.Source == CareSource.Assigned ? Fact.OnTeam : Fact.InCare)).Distinct();
    }

    // How the seal looks is not asked: a mark narrows as long as it is there.
    private static async Task<IEnumerable<PatientFact>> MarksAsync(PortalDbContext db, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
    {
        var rows = await db.Set<SensitiveMark>().AsNoTracking().Where(row => patients.Contains(row.PatientId)).ToListAsync(cancel);
        return rows.Select(row => new PatientFact(row.PatientId, Fact.Sensitive)).Distinct();
    }
}

/// <summary>The fact that billing clerks work on the bills of every patient of this provider.</summary>
internal sealed class BillingFact : IAccessFact
{
    public Task<IReadOnlyCollection<PatientFact>> AboutAsync(
        Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyCollection<PatientFact>>(
            actor.Role == Role.BillingClerk ? [.. patients.Select(patient => new PatientFact(patient, Fact.HandlesBilling))] : []);
}

/// <summary>The fact that the desk registers every patient of this provider.</summary>
internal sealed class RegistrationFact : IAccessFact
{
    public Task<IReadOnlyCollection<PatientFact>> AboutAsync(
        Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyCollection<PatientFact>>(
            actor.Role == Role.FrontDesk ? [.. patients.Select(patient => new PatientFact(patient, Fact.HandlesRegistration))] : []);
}
