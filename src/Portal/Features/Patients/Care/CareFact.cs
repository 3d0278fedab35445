using Portal.Data;
using Portal.Data.Sealing;
using Portal.Features.Patients.Care.Exclusions;
using Portal.Features.Patients.Care.Marks;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Patients.Care;

/// <summary>
/// What ties an account to a patient, and what narrows that: care relationships in force, sensitive marks, and exclusions by the patient. One round trip asks for all.
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

        var treats = actor.Role is Role.Clinician or Role.Nurse;
        SealedQuery[] queries = treats ? [SealedQuery.All<Exclusion>(), SealedQuery.OfAccount<CareRelationship>(account), SealedQuery.All<SensitiveMark>()] : [SealedQuery.All<Exclusion>()];
        var now = clock.GetUtcNow();
        var rows = await database.ReadAsync(Reach.ToDecide(actor, patients), patients, queries, cancel);
        return [.. rows.Select(row => FactOf(row, account, now)).OfType<PatientFact>().Distinct()];
    }

    private static PatientFact? FactOf(SealedRow row, AccountId account, DateTimeOffset now) => row switch
    {
        Exclusion exclusion when exclusion.SealBroken || exclusion.AccountId == account => new PatientFact(row.PatientId, Fact.Excluded),
        CareRelationship tie when !tie.SealBroken && tie.AccountId == account && CareRules.Holds(tie.Source, tie.Start, tie.End, now) =>
            new PatientFact(row.PatientId, tie.Source == CareSource.Assigned ? Fact.OnTeam : Fact.InCare),
        // How the seal looks is not asked: a mark narrows as long as it is there.
        SensitiveMark => new PatientFact(row.PatientId, Fact.Sensitive),
        _ => null,
    };
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
