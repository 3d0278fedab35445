using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.Accounts;
using Portal.Kernel;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Care.Exclusions;

/// <summary>The staff who had to do with a patient's record: who may be excluded from it. The patient learns no other names.</summary>
internal sealed class KnownPeople(PortalDatabase database, AccountNames names, TimeProvider clock)
{
    private const int Most = 500;

    private static readonly TimeSpan Back = TimeSpan.FromDays(365);

    /// <summary>Who treats or treated the patient, or was shown the record or its row in a list within a year; by name.</summary>
    /// <param name="db">A context that reaches the patient.</param>
    /// <param name="patient">The patient.</param>
    /// <param name="cancel">Stops the work.</param>
    public async Task<IReadOnlyList<KnownPerson>> OfAsync(PortalDbContext db, PatientId patient, CancellationToken cancel)
    {
        var carers = (await db.Set<CareRelationship>().AsNoTracking().Where(row => row.PatientId == patient).ToListAsync(cancel))
            .Where(row => !row.SealBroken).Select(row => row.AccountId);
        var found = await NamesAsync([.. carers.Concat(await ReadersAsync(patient, cancel)).Distinct()], cancel);
        return [.. found.Select(one => new KnownPerson(one.Key, one.Value)).OrderBy(one => one.Name, StringComparer.CurrentCultureIgnoreCase)];
    }

    /// <summary>Their names; patients' accounts have none here.</summary>
    public async Task<IReadOnlyDictionary<AccountId, string>> NamesAsync(IReadOnlyCollection<AccountId> accounts, CancellationToken cancel)
    {
        await using var db = database.Open();
        return await names.OfStaffAsync(db, accounts, cancel);
    }

    private async Task<IEnumerable<AccountId>> ReadersAsync(PatientId patient, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var people = await database.AuditCounts.PeopleAsync(new AuditFilter { Patient = patient, Outcome = AuditOutcome.Allowed }, now - Back, now, Most, cancel);
        return people.Where(one => one.Opened + one.Listed > 0).Select(one => one.Person).OfType<AccountId>();
    }
}
