using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Patients;

/// <summary>Shows that patients exist whose records are closed to the actor: one audit entry that names them, then initials and the like and nothing more.</summary>
internal sealed class PatientMaskedView(Gate gate)
{
    /// <summary>The patients in the order of the ids, so many at most. Who may be listed anyway, and who is unknown, is left out.</summary>
    public async Task<MaskedMatches> ShowAsync(Actor actor, Purpose purpose, IReadOnlyList<PatientId> patients, int most, CancellationToken cancel)
    {
        if (await gate.OpenMaskedAsync(actor, purpose, patients, most, cancel) is not { } access)
        {
            return new MaskedMatches([], IsSpecific: true, HasMore: false);
        }

        await using var db = await gate.OpenToFindMaskedAsync(actor, cancel);
        var rows = await db.Set<PatientListRow>().AsNoTracking().Where(row => patients.Contains(row.PatientId)).ToDictionaryAsync(row => row.PatientId, cancel);
        var items = from patient in patients
                    where access.Shows(patient) && rows.ContainsKey(patient)
                    select new MaskedMatch(patient, MaskedPatient.Of(access, rows[patient]));
        return new MaskedMatches([.. items], IsSpecific: true, access.HasMore);
    }
}
