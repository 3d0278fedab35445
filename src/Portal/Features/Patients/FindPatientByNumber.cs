using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients;

/// <summary>
/// Finds the opaque token of the patient who has a record number, for whoever reads the audit log: entries hold tokens alone. It opens no record and shows
/// nothing of the patient, and its entry names whom it found.
/// </summary>
[Needs(Permission.ReadAudit)]
public sealed class FindPatientByNumber
{
    private static readonly Rules Valid = new();

    private readonly Gate gate;
    private readonly AuditLog audit;
    private readonly PatientIndexes indexes;

    internal FindPatientByNumber(Gate gate, AuditLog audit, PatientIndexes indexes)
    {
        this.gate = gate;
        this.audit = audit;
        this.indexes = indexes;
    }

    /// <summary>The patient; <c>null</c> where nobody has the number.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="number">The whole record number.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="ValidationException">The number is empty or too long.</exception>
    public async Task<PatientId?> ForAsync(Actor actor, string number, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await Valid.ValidateAndThrowAsync(new Input(number), cancel);
        var may = actor.Has(Permission.ReadAudit);
        var found = may ? await FindAsync(actor, number, cancel) : null;
        var entry = audit.NewEntry(
            actor, Purpose.Operations, AuditAction.Search, AuditResource.Patient, DataCategories.Identity, may ? AuditOutcome.Allowed : AuditOutcome.Denied);
        await audit.AppendAsync(entry with { Patients = found is { } patient ? [patient] : [] }, cancel);
        return may ? found : throw new UnauthorizedAccessException("This role may not read the audit log.");
    }

    private async Task<PatientId?> FindAsync(Actor actor, string number, CancellationToken cancel)
    {
        if (indexes.Mrn(number) is not { } index)
        {
            return null;
        }

        await using var db = await gate.OpenToFindByNumberAsync(actor, cancel);
        var ids = await db.Set<Patient>().Where(row => row.MrnIndex == index).Select(row => row.PatientId).Take(1).ToListAsync(cancel);
        return ids.Count == 0 ? null : ids[0];
    }

    private sealed record Input(string Number);

    private sealed class Rules : AbstractValidator<Input>
    {
        public Rules() => RuleFor(input => input.Number).NotEmpty().WithMessage("Type the record number.").MaximumLength(100).WithMessage("Type at most 100 characters.");
    }
}
