using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Patients.Care;

/// <summary>The fact that an account treats a patient now. A relationship whose seal is broken counts for nothing.</summary>
internal sealed class CareFact(PortalDatabase database, TimeProvider clock) : IAccessFact
{
    public async Task<IReadOnlyCollection<PatientFact>> AboutAsync(
        Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
    {
        if (actor is not { Role: Role.Clinician or Role.Nurse, Account: { } account })
        {
            return [];
        }

        var now = clock.GetUtcNow();
        await using var db = await database.OpenAsync(Reach.OwnCare(actor), cancel);
        var rows = await db.Set<CareRelationship>().AsNoTracking()
            .Where(row => row.AccountId == account && patients.Contains(row.PatientId) && row.Start <= now && (row.End == null || row.End > now))
            .ToListAsync(cancel);
        return [.. rows.Where(row => !row.SealBroken).Select(row => new PatientFact(row.PatientId, Fact.OnTeam)).Distinct()];
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
