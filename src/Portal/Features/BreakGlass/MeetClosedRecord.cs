using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass;

/// <summary>
/// A clinician or a nurse meets a record that is closed: enough to tell whether it is the right patient, and what breaking the glass would mean. For everybody else there
/// is no such record.
/// </summary>
[Needs(Permission.BreakGlass)]
public sealed class MeetClosedRecord
{
    private static readonly AccessRequest Request = new(Permission.BreakGlass, AuditAction.Read, AuditResource.Patient, DataCategories.Identity) { Reason = "masked" };

    private readonly Gate gate;
    private readonly GlassSettings settings;

    internal MeetClosedRecord(Gate gate, GlassSettings settings)
    {
        this.gate = gate;
        this.settings = settings;
    }

    /// <summary>The closed record; <c>null</c> where there is none, or the glass may not be broken; the answer does not tell which.</summary>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing is shown.</exception>
    public async Task<ClosedRecordView?> ForAsync(Actor actor, Purpose purpose, PatientId patientId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var closed = await gate.WithoutGlassAsync(actor, patientId, cancel);
        // Of whom the patient excludes the Gate writes the refusal down, and shows nothing.
        if (await gate.OpenAsync(actor, purpose, Request, patientId, cancel) is not { } access)
        {
            return closed == Decision.Excluded && actor.Has(Permission.BreakGlass) ? ViewOf(null) : null;
        }

        if (!access.Opens(patientId))
        {
            return null;
        }

        await using var db = await access.OpenAsync(cancel);
        return await db.Set<PatientListRow>().AsNoTracking().SingleOrDefaultAsync(row => row.PatientId == patientId, cancel) is { } found
            ? ViewOf(MaskedPatient.Of(access.Reveal(found, found.Name), access.Reveal(found, found.BirthDate), access.Reveal(found, found.Mrn)))
            : null;
    }

    private ClosedRecordView ViewOf(MaskedPatient? patient) => new(
        patient,
        patient is null,
        [.. Enum.GetValues<GlassReason>().Where(GlassReasons.IsKnown).Where(reason => (reason == GlassReason.Exclusion) == patient is null)
            .Select(reason => new GlassChoice(reason, GlassReasons.CoversWriting(reason)))],
        settings.Length,
        settings.ReviewWithin,
        gate.IsLogAway);
}
