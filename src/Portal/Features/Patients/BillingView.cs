using Portal.Features.Patients.Billing;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients;

/// <summary>One billing row as a view shows it.</summary>
/// <typeparam name="TDetails">The details of its kind.</typeparam>
/// <param name="Id">The row's id.</param>
/// <param name="At">When it was made, UTC.</param>
/// <param name="Details">The rest.</param>
public sealed record BillingItem<TDetails>(Guid Id, DateTimeOffset At, Revealed<TDetails> Details)
    where TDetails : class;

/// <summary>A patient as a billing clerk sees one: demographics, cover and claims, nothing clinical (45 CFR 164.502(b)).</summary>
/// <param name="Id">The patient's token.</param>
/// <param name="Name">The name.</param>
/// <param name="BirthDate">The birth date.</param>
/// <param name="Sex">FHIR administrative gender.</param>
/// <param name="Mrn">The medical record number.</param>
/// <param name="Contact">Address, phone and e-mail.</param>
/// <param name="Coverages">Insurance covers, newest first.</param>
/// <param name="Claims">Claims, newest first.</param>
/// <param name="Benefits">Insurers' decisions, newest first.</param>
public sealed record BillingView(
    PatientId Id,
    Revealed<PersonName> Name,
    Revealed<DateOnly> BirthDate,
    Revealed<string> Sex,
    Revealed<string> Mrn,
    Revealed<ContactDetails> Contact,
    IReadOnlyList<BillingItem<CoverageDetails>> Coverages,
    IReadOnlyList<BillingItem<ClaimDetails>> Claims,
    IReadOnlyList<BillingItem<BenefitDetails>> Benefits);
