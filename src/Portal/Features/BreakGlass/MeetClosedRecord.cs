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
    private readonly AccessJudge judge;
    private readonly GlassSettings settings;

    internal MeetClosedRecord(Gate gate, AccessJudge judge, GlassSettings settings)
    {
        this.gate = gate;
        this.judge = judge;
        this.settings = settings;
    }

    /// <summary>The closed record; <c>null</c> where there is none, or the glass may not be broken; the answer does not tell which.</summary>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing is shown.</exception>
    public async Task<ClosedRecordView?> ForAsync(Actor actor, Purpose purpose, PatientId patientId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        // Whom the patient excludes sees the same few letters: the glass may be broken past an exclusion too, and must not be over the wrong record.
        var excluded = await judge.WithoutGlassAsync(actor, patientId, cancel) == Decision.Excluded;
        if (await gate.OpenAsync(actor, purpose, Request with { PastExclusion = excluded }, patientId, cancel) is not { } access || !access.Opens(patientId))
        {
            return null;
        }

        await using var db = await access.OpenAsync(cancel);
        return await db.Set<PatientListRow>().AsNoTracking().SingleOrDefaultAsync(row => row.PatientId == patientId, cancel) is { } found
            ? ViewOf(MaskedPatient.Of(access.Reveal(found, found.Name), access.Reveal(found, found.BirthDate), access.Reveal(found, found.Mrn)), excluded)
            : null;
    }

    private ClosedRecordView ViewOf(MaskedPatient patient, bool excluded) => new(
        patient,
        excluded,
        [.. Enum.GetValues<GlassReason>().Where(GlassReasons.IsKnown).Where(reason => (reason == GlassReason.Exclusion) == excluded)
            .Select(reason => new GlassChoice(reason, GlassReasons.CoversWriting(reason)))],
        settings.Length,
        settings.ReviewWithin,
        gate.IsLogAway);
}
