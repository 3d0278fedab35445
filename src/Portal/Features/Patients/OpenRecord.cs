using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Sealing;
using Portal.Features.Patients.Care.Marks;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients;

/// <summary>Opens the clinical record of a patient in the actor's care.</summary>
[Needs(Permission.ReadClinical)]
public sealed class OpenRecord
{
    private static readonly AccessRequest Request = new(
        Permission.ReadClinical, AuditAction.Read, AuditResource.Patient, DataCategories.Identity | DataCategories.Clinical);

    private readonly Gate gate;
    private readonly TimeProvider clock;

    internal OpenRecord(Gate gate, TimeProvider clock)
    {
        this.gate = gate;
        this.clock = clock;
    }

    /// <summary>The record, or <c>null</c> where there is none or it may not be opened; the answer does not tell which.</summary>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing is shown.</exception>
    public async Task<RecordView?> ForAsync(Actor actor, Purpose purpose, PatientId patientId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await gate.OpenAsync(actor, purpose, Request, patientId, cancel) is not { } access || !access.Opens(patientId))
        {
            return null;
        }

        await using var db = await access.OpenAsync(cancel);
        var patient = await db.Set<Patient>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == patientId.Value, cancel);
        return patient is null ? null : await LoadAsync(db, access, patient, cancel);
    }

    private async Task<RecordView> LoadAsync(PortalDbContext db, Access access, Patient patient, CancellationToken cancel)
    {
        var id = new PatientId(patient.Id); // the one asked for; the other column may have been altered
        var allergies = await ItemsAsync<AllergyIntolerance, AllergyDetails>(db, access, id, cancel);
        return new RecordView(
            Banner.Of(access, patient, allergies, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)) with { Marks = await MarksAsync(db, access, id, cancel) },
            allergies,
            await ItemsAsync<Condition, ConditionDetails>(db, access, id, cancel),
            await ItemsAsync<MedicationRequest, MedicationDetails>(db, access, id, cancel),
            await ItemsAsync<Observation, ObservationDetails>(db, access, id, cancel),
            await ItemsAsync<Immunization, ImmunizationDetails>(db, access, id, cancel),
            await ItemsAsync<Procedure, ProcedureDetails>(db, access, id, cancel),
            await ItemsAsync<DiagnosticReport, ReportDetails>(db, access, id, cancel),
            await ItemsAsync<DocumentReference, DocumentDetails>(db, access, id, cancel),
            await ItemsAsync<CarePlan, CarePlanDetails>(db, access, id, cancel),
            await ItemsAsync<Encounter, EncounterDetails>(db, access, id, cancel));
    }

    private static async Task<IReadOnlyList<MarkItem>> MarksAsync(PortalDbContext db, Access access, PatientId patient, CancellationToken cancel)
    {
        var rows = await db.Set<SensitiveMark>().AsNoTracking().Where(row => row.PatientId == patient).OrderBy(row => row.SetAt).ToListAsync(cancel);
        return [.. rows.Select(row => new MarkItem(row.Id, access.Reveal(row, row.Kind)))];
    }

    // Whole rows are loaded, never projections: only a loaded row has its seal checked.
    private static async Task<IReadOnlyList<ChartItem<TDetails>>> ItemsAsync<TRow, TDetails>(
        PortalDbContext db, Access access, PatientId patient, CancellationToken cancel)
        where TRow : ChartRow<TDetails>
        where TDetails : class
    {
        var rows = await db.Set<TRow>().AsNoTracking().Where(row => row.PatientId == patient).OrderByDescending(row => row.At).ToListAsync(cancel);
        return [.. rows.Select(row => ChartItem<TDetails>.Of(access, row))];
    }
}
