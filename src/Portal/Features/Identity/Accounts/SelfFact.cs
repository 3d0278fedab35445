using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Identity.Accounts;

/// <summary>The fact that the actor is the patient: the account is in use and belongs to that record. An account belongs to one record at most.</summary>
internal sealed class SelfFact(PortalDatabase database) : IAccessFact
{
    public async Task<IReadOnlyCollection<PatientFact>> AboutAsync(Actor actor, IReadOnlyCollection<PatientId> patients, CancellationToken cancel)
    {
        if (actor is not { Role: Role.Patient, Account.Value: var account })
        {
            return [];
        }

        await using var db = database.Open();
        var own = await db.Set<Account>().AsNoTracking().Where(row => row.Id == account && row.DisabledAt == null).Select(row => row.PatientId).ToListAsync(cancel);
        return [.. own.OfType<PatientId>().Where(patients.Contains).Select(patient => new PatientFact(patient, Fact.IsSelf))];
    }
}
