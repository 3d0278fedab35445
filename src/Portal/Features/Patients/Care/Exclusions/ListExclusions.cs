using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Care.Exclusions;

/// <summary>Whom a patient excludes from the own record, and who can be chosen for that.</summary>
[Needs(Permission.ExcludePeople)]
public sealed class ListExclusions
{
    private static readonly AccessRequest Request = new(Permission.ExcludePeople, AuditAction.Read, AuditResource.Exclusion, DataCategories.Identity);

    private readonly Gate gate;
    private readonly KnownPeople people;

    internal ListExclusions(Gate gate, KnownPeople people) => (this.gate, this.people) = (gate, people);

    /// <summary>The lists; <c>null</c> where the record is not the actor's own.</summary>
    public async Task<ExclusionsView?> ForAsync(Actor actor, Purpose purpose, PatientId patient, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await gate.OpenAsync(actor, purpose, Request, patient, cancel) is not { } access || !access.Opens(patient))
        {
            return null;
        }

        await using var db = await access.OpenAsync(cancel);
        var rows = await db.Set<Exclusion>().AsNoTracking().Where(row => row.PatientId == patient).ToListAsync(cancel);
        var whole = rows.Where(row => !row.SealBroken).OrderByDescending(row => row.Since).ToList();
        var names = await people.NamesAsync([.. whole.Select(row => row.AccountId)], cancel);
        var known = await people.OfAsync(db, patient, cancel);
        return new ExclusionsView(
            [.. whole.Select(row => new ExcludedPerson(row.AccountId, names.GetValueOrDefault(row.AccountId), row.Since))],
            [.. known.Where(one => whole.TrueForAll(row => row.AccountId != one.Account))],
            rows.Count > whole.Count);
    }
}
