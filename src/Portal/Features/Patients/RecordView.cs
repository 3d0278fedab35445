using Portal.Features.Patients.Care.Marks;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients;

/// <summary>What stays in view above an open record.</summary>
/// <param name="Id">The patient's token.</param>
/// <param name="Name">The name.</param>
/// <param name="BirthDate">The birth date.</param>
/// <param name="AgeYears">Full years today, or at death; <c>null</c> where the birth date cannot be read.</param>
/// <param name="Sex">FHIR administrative gender: male, female, other, unknown.</param>
/// <param name="Mrn">The medical record number.</param>
/// <param name="Deceased">When the patient died, UTC.</param>
/// <param name="Allergies">Allergies not resolved, most critical first.</param>
public sealed record BannerView(
    PatientId Id,
    Revealed<PersonName> Name,
    Revealed<DateOnly> BirthDate,
    int? AgeYears,
    Revealed<string> Sex,
    Revealed<string> Mrn,
    Revealed<DateTimeOffset> Deceased,
    IReadOnlyList<ChartItem<AllergyDetails>> Allergies)
{
    /// <summary>Why the record is sensitive; empty for most.</summary>
    public IReadOnlyList<MarkItem> Marks { get; init; } = [];
}

/// <summary>An opened clinical record. Lists run from newest to oldest.</summary>
/// <param name="Banner">What stays in view.</param>
/// <param name="Allergies">All allergies, those that are over included.</param>
/// <param name="Problems">Conditions.</param>
/// <param name="Medications">Prescriptions.</param>
/// <param name="Observations">Vital signs, labs and surveys.</param>
/// <param name="Immunizations">Immunizations.</param>
/// <param name="Procedures">Procedures.</param>
/// <param name="Reports">Diagnostic reports.</param>
/// <param name="Documents">Documents and notes.</param>
/// <param name="CarePlans">Care plans.</param>
/// <param name="Encounters">Encounters.</param>
public sealed record RecordView(
    BannerView Banner,
    IReadOnlyList<ChartItem<AllergyDetails>> Allergies,
    IReadOnlyList<ChartItem<ConditionDetails>> Problems,
    IReadOnlyList<ChartItem<MedicationDetails>> Medications,
    IReadOnlyList<ChartItem<ObservationDetails>> Observations,
    IReadOnlyList<ChartItem<ImmunizationDetails>> Immunizations,
    IReadOnlyList<ChartItem<ProcedureDetails>> Procedures,
    IReadOnlyList<ChartItem<ReportDetails>> Reports,
    IReadOnlyList<ChartItem<DocumentDetails>> Documents,
    IReadOnlyList<ChartItem<CarePlanDetails>> CarePlans,
    IReadOnlyList<ChartItem<EncounterDetails>> Encounters);
