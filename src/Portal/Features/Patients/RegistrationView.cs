using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients;

/// <summary>A patient as the desk sees one: who it is and how to reach them; nothing clinical, no bills (45 CFR 164.502(b)).</summary>
/// <param name="Id">The patient's token.</param>
/// <param name="Name">The name.</param>
/// <param name="BirthDate">The birth date.</param>
/// <param name="Sex">FHIR administrative gender.</param>
/// <param name="Mrn">The medical record number.</param>
/// <param name="Contact">Address, phone and e-mail.</param>
public sealed record RegistrationView(
    PatientId Id,
    Revealed<PersonName> Name,
    Revealed<DateOnly> BirthDate,
    Revealed<string> Sex,
    Revealed<string> Mrn,
    Revealed<ContactDetails> Contact);
