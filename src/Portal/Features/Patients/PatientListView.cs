using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients;

/// <summary>Shows a page of patients: one audit entry that names them all, then their list rows and nothing more.</summary>
internal sealed class PatientListView(PortalDatabase database, Gate gate)
{
    /// <summary>Rows on one page.</summary>
    public const int PageSize = 25;

    private static readonly AccessRequest Request =
        new(Permission.SearchPatients, AuditAction.Search, AuditResource.Patient, DataCategories.Identity);

    /// <summary>The rows in the order of the ids; those that may not be seen are left out.</summary>
    public async Task<IReadOnlyList<PatientListItem>> ShowAsync(
        Actor actor, Purpose purpose, IReadOnlyList<PatientId> patients, CancellationToken cancel)
    {
        var access = await gate.OpenListAsync(actor, purpose, Request, patients, cancel);
        await using var db = database.Open();
        var open = access.Patients.ToList();
        var rows = await db.Set<PatientListRow>().AsNoTracking().Where(row => open.Contains(row.PatientId)).ToListAsync(cancel);
        var byId = rows.ToDictionary(row => row.PatientId);
        return [.. patients.Where(byId.ContainsKey).Select(patient => ItemOf(access, byId[patient]))];
    }

    private static PatientListItem ItemOf(Access access, PatientListRow row) => new(
        row.PatientId,
        access.Reveal(row, row.Name),
        access.Reveal(row, row.BirthDate),
        access.Reveal(row, row.Sex),
        access.Reveal(row, row.Mrn));
}
