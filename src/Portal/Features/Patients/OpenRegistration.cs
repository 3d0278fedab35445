using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Patients;

/// <summary>Opens what the desk may see of a patient: demographics and contact, nothing clinical and no bills (45 CFR 164.502(b)).</summary>
[Needs(Permission.ReadRegistration)]
public sealed class OpenRegistration
{
    private static readonly AccessRequest Request = new(
        Permission.ReadRegistration, AuditAction.Read, AuditResource.Patient, DataCategories.Identity);

    private readonly Gate gate;

    internal OpenRegistration(Gate gate)
    {
        this.gate = gate;
    }

    /// <summary>The registration, or <c>null</c> where there is none or it may not be opened; the answer does not tell which.</summary>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written, so nothing is shown.</exception>
    public async Task<RegistrationView?> ForAsync(Actor actor, Purpose purpose, PatientId patientId, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (await gate.OpenAsync(actor, purpose, Request, patientId, cancel) is not { } access || !access.Opens(patientId))
        {
            return null;
        }

        await using var db = await access.OpenAsync(cancel);
        var patient = await db.Set<Patient>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == patientId.Value, cancel);
        return patient is null ? null : new RegistrationView(
            patientId,
            access.Reveal(patient, patient.Name),
            access.Reveal(patient, patient.BirthDate),
            access.Reveal(patient, patient.Sex),
            access.Reveal(patient, patient.Mrn),
            access.Reveal(patient, patient.Contact));
    }
}
