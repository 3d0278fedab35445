using FluentValidation;
using Portal.Features.Patients.Charting.Content;
using Portal.Features.Patients.Charting.Shapes;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients.Charting;

/// <summary>Prescribes a medicine for a patient in the actor's care.</summary>
[Needs(Permission.Prescribe)]
public sealed class AddPrescription
{
    private static readonly AccessRequest Request = new(Permission.Prescribe, AuditAction.Create, AuditResource.MedicationRequest, DataCategories.Clinical);

    private readonly EntryWriter writer;
    private readonly AddPrescriptionValidator validator;

    internal AddPrescription(EntryWriter writer, TimeProvider clock)
    {
        this.writer = writer;
        validator = new AddPrescriptionValidator(clock);
    }

    /// <summary>
    /// The new entry's id, or <c>null</c> where there is no such patient or the chart may not be written; the answer does not tell which.
    /// The same input again, as after a lost answer, makes no second entry and gives the same id.
    /// </summary>
    /// <exception cref="ValidationException">A field is not in order; nothing was written.</exception>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing was changed.</exception>
    public async Task<Guid?> ForAsync(Actor actor, Purpose purpose, PatientId patientId, AddPrescriptionInput input, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(input);
        await validator.ValidateAndThrowAsync(input, cancel);
        return await writer.AddAsync(PrescriptionShape.Instance, new EntryTask(actor, purpose, Request, patientId, input.EntryId), input.Content, cancel);
    }
}
