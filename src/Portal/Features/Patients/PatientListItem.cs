using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients;

/// <summary>A patient in a list.</summary>
/// <param name="Id">The patient's token.</param>
/// <param name="Name">The name.</param>
/// <param name="BirthDate">The birth date.</param>
/// <param name="Sex">FHIR administrative gender.</param>
/// <param name="Mrn">The medical record number.</param>
public sealed record PatientListItem(
    PatientId Id, Revealed<PersonName> Name, Revealed<DateOnly> BirthDate, Revealed<string> Sex, Revealed<string> Mrn);
