using Portal.Data;
using Portal.Data.Sealing;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.BreakGlass;

/// <summary>The fact that the actor broke the glass over a record and the grant has not ended. A grant whose seal is broken, or that is none of ours, counts for nothing.</summary>
internal sealed class GlassFact(PortalDatabase database, TimeProvider clock) : IAccessFact
{
    public bool IsForClosedRecords => true;

    public async Task<IReadOnlyCollection<PatientFact>> AboutAsync(Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
    {
        if (actor.Account is not { } account || !actor.Has(Permission.BreakGlass))
        {
            return [];
        }

        var rows = await database.ReadAsync(Reach.OwnCare(actor), patients, [SealedQuery.OfAccount<GlassGrant>(account)], cancel);
        return [.. GrantBook.InForce(rows.OfType<GlassGrant>(), clock.GetUtcNow()).SelectMany(FactsOf)];
    }

    private static IEnumerable<PatientFact> FactsOf(GlassGrant grant)
    {
        var glass = new BrokenGlass(grant.Id, GlassReasons.PurposeOf(grant.Reason), GlassReasons.CodeOf(grant.Reason))
        {
            Until = grant.Until,
            CoversWriting = grant.CoversWriting,
        };
        yield return new PatientFact(grant.PatientId, Fact.GlassBroken) { Glass = glass };
        if (grant.CoversWriting)
        {
            yield return new PatientFact(grant.PatientId, Fact.GlassForWriting) { Glass = glass };
        }

        if (grant.PastExclusion)
        {
            yield return new PatientFact(grant.PatientId, Fact.ExclusionOverridden) { Glass = glass };
        }
    }
}

/// <summary>The fact that compliance officers and auditors look into who opened the records of all patients of this provider, and why.</summary>
internal sealed class ReviewsAccessFact : IAccessFact
{
    public Task<IReadOnlyCollection<PatientFact>> AboutAsync(Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyCollection<PatientFact>>(
            actor.Role is Role.ComplianceOfficer or Role.Auditor ? [.. patients.Select(patient => new PatientFact(patient, Fact.ReviewsAccess))] : []);
}

/// <summary>The fact that clinicians and nurses treat patients of this provider: the tie by which the glass may be broken.</summary>
internal sealed class TreatsHereFact : IAccessFact
{
    public Task<IReadOnlyCollection<PatientFact>> AboutAsync(Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyCollection<PatientFact>>(
            actor.Role is Role.Clinician or Role.Nurse ? [.. patients.Select(patient => new PatientFact(patient, Fact.TreatsHere))] : []);
}
