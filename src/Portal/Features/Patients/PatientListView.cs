using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients;

/// <summary>Shows a page of patients: one audit entry that names them all, then their list rows and nothing more.</summary>
internal sealed class PatientListView(Gate gate)
{
    /// <summary>Rows on one page.</summary>
    public const int PageSize = 25;

    private static readonly AccessRequest Request =
        new(Permission.SearchPatients, AuditAction.Search, AuditResource.Patient, DataCategories.Identity);

    /// <summary>The rows in the order of the ids; those that may not be seen are left out.</summary>
    public async Task<IReadOnlyList<PatientListItem>> ShowAsync(
        Actor actor, Purpose purpose, IReadOnlyList<PatientId> patients, CancellationToken cancel)
    {
        // The rows load beside the decision and its entry: nothing of them can be read without the keys that come with it.
        var opening = gate.OpenListAsync(actor, purpose, Request, patients, cancel);
        var loading = LoadAsync(actor, patients, cancel);
        await Task.WhenAll(opening, loading);
        var (access, rows) = (await opening, await loading);
        return [.. patients.Where(patient => access.Opens(patient) && rows.ContainsKey(patient)).Select(patient => ItemOf(access, rows[patient]))];
    }

    private async Task<Dictionary<PatientId, PatientListRow>> LoadAsync(Actor actor, IReadOnlyList<PatientId> patients, CancellationToken cancel)
    {
        if (patients.Count == 0)
        {
            return [];
        }

        await using var db = await gate.OpenToListAsync(actor, cancel);
        return await db.Set<PatientListRow>().AsNoTracking().Where(row => patients.Contains(row.PatientId)).ToDictionaryAsync(row => row.PatientId, cancel);
    }

    private static PatientListItem ItemOf(Access access, PatientListRow row) => new(
        row.PatientId,
        access.Reveal(row, row.Name),
        access.Reveal(row, row.BirthDate),
        access.Reveal(row, row.Sex),
        access.Reveal(row, row.Mrn));
}
