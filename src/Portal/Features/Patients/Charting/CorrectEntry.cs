using FluentValidation;
using Portal.Features.Patients.Charting.Shapes;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Charting;

/// <summary>Corrects an entry of the chart of a patient in the actor's care; a prescription only by who may prescribe. Nothing is lost: the history keeps each state.</summary>
[Needs(Permission.WriteClinical, Permission.Prescribe)]
public sealed class CorrectEntry
{
    private static readonly AccessRequest Write = new(Permission.WriteClinical, AuditAction.Update, AuditResource.Observation, DataCategories.Clinical);

    private static readonly AccessRequest Prescribe = new(Permission.Prescribe, AuditAction.Update, AuditResource.MedicationRequest, DataCategories.Clinical);

    private readonly EntryCorrector corrector;
    private readonly CorrectEntryValidator validator;

    internal CorrectEntry(EntryCorrector corrector, TimeProvider clock)
    {
        this.corrector = corrector;
        validator = new CorrectEntryValidator(clock);
    }

    /// <summary>
    /// Changes the entry if it still has the expected version. Who comes too late gets what the entry says now, and changes nothing. The same correction again,
    /// as after a lost answer, is made once.
    /// </summary>
    /// <exception cref="ValidationException">A field is not in order; nothing was changed.</exception>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing was changed.</exception>
    public async Task<Correction> ForAsync(Actor actor, Purpose purpose, PatientId patientId, CorrectEntryInput input, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        await validator.ValidateAndThrowAsync(input, cancel);
        var request = input.Kind == EntryKind.Prescription ? Prescribe : Write with { Resource = ResourceOf(input.Kind) };
        return await CorrectAsync(new EntryTask(actor, purpose, request, patientId, input.EntryId), input, cancel);
    }

    internal static AuditResource ResourceOf(EntryKind kind) => kind switch
    {
        EntryKind.Note => AuditResource.DocumentReference,
        EntryKind.Observation => AuditResource.Observation,
        EntryKind.Prescription => AuditResource.MedicationRequest,
        EntryKind.Allergy => AuditResource.AllergyIntolerance,
        EntryKind.Condition => AuditResource.Condition,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private Task<Correction> CorrectAsync(EntryTask task, CorrectEntryInput input, CancellationToken cancel) => input.Kind switch
    {
        EntryKind.Note => corrector.CorrectAsync(NoteShape.Instance, task, input, cancel),
        EntryKind.Observation => corrector.CorrectAsync(ObservationShape.Instance, task, input, cancel),
        EntryKind.Prescription => corrector.CorrectAsync(PrescriptionShape.Instance, task, input, cancel),
        EntryKind.Allergy => corrector.CorrectAsync(AllergyShape.Instance, task, input, cancel),
        _ => corrector.CorrectAsync(ConditionShape.Instance, task, input, cancel),
    };
}
