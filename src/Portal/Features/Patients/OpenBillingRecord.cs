using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Billing;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients;

/// <summary>Opens what billing may see of a patient: demographics, covers and claims, nothing clinical (45 CFR 164.502(b)).</summary>
[Needs(Permission.ReadBilling)]
public sealed class OpenBillingRecord
{
    private static readonly AccessRequest Request = new(
        Permission.ReadBilling, AuditAction.Read, AuditResource.Patient, DataCategories.Identity | DataCategories.Billing);

    private readonly Gate gate;

    internal OpenBillingRecord(Gate gate)
    {
        this.gate = gate;
    }

    /// <summary>The billing view, or <c>null</c> where there is none or it may not be opened; the answer does not tell which.</summary>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing is shown.</exception>
    public async Task<BillingView?> ForAsync(Actor actor, Purpose purpose, PatientId patientId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await gate.OpenAsync(actor, purpose, Request, patientId, cancel) is not { } access || !access.Opens(patientId))
        {
            return null;
        }

        await using var db = await access.OpenAsync(cancel);
        var patient = await db.Set<Patient>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == patientId.Value, cancel);
        return patient is null ? null : await LoadAsync(db, access, patientId, patient, cancel);
    }

    private static async Task<BillingView> LoadAsync(
        PortalDbContext db, Access access, PatientId id, Patient patient, CancellationToken cancel) => new(
        id,
        access.Reveal(patient, patient.Name),
        access.Reveal(patient, patient.BirthDate),
        access.Reveal(patient, patient.Sex),
        access.Reveal(patient, patient.Mrn),
        access.Reveal(patient, patient.Contact),
        await ItemsAsync<Coverage, CoverageDetails>(db, access, id, cancel),
        await ItemsAsync<Claim, ClaimDetails>(db, access, id, cancel),
        await ItemsAsync<ExplanationOfBenefit, BenefitDetails>(db, access, id, cancel));

    private static async Task<IReadOnlyList<BillingItem<TDetails>>> ItemsAsync<TRow, TDetails>(
        PortalDbContext db, Access access, PatientId patient, CancellationToken cancel)
        where TRow : BillingRow<TDetails>
        where TDetails : class
    {
        var rows = await db.Set<TRow>().AsNoTracking().Where(row => row.PatientId == patient).OrderByDescending(row => row.At).ToListAsync(cancel);
        return [.. rows.Select(row => new BillingItem<TDetails>(row.Id, row.At, access.Reveal(row, row.Details)))];
    }
}
