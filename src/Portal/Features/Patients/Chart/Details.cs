namespace Portal.Features.Patients.Chart;

/// <summary>Details of an encounter (FHIR R4 <c>Encounter</c>).</summary>
/// <param name="Status">FHIR status code.</param>
/// <param name="Class">ActCode class: AMB, EMER, IMP and so on.</param>
/// <param name="End">When it ended, UTC; <c>null</c> while open.</param>
/// <param name="Provider">The organization's name.</param>
/// <param name="Practitioner">The practitioner's name.</param>
/// <param name="Reason">Why the patient came.</param>
public sealed record EncounterDetails(string? Status, string? Class, DateTimeOffset? End, string? Provider, string? Practitioner, Coding? Reason);

/// <summary>Details of a problem (FHIR R4 <c>Condition</c>).</summary>
/// <param name="ClinicalStatus">active, recurrence, relapse, inactive, remission or resolved.</param>
/// <param name="VerificationStatus">confirmed, provisional, refuted and so on.</param>
/// <param name="Category">problem-list-item or encounter-diagnosis.</param>
/// <param name="Abatement">When it ended, UTC.</param>
/// <param name="Note">Free text.</param>
public sealed record ConditionDetails(string? ClinicalStatus, string? VerificationStatus, string? Category, DateTimeOffset? Abatement, string? Note);

/// <summary>The range a result is compared with (FHIR R4 <c>Observation.referenceRange</c>), in the unit of the result.</summary>
/// <param name="Low">Lower limit; <c>null</c> for none.</param>
/// <param name="High">Upper limit; <c>null</c> for none.</param>
/// <param name="Text">The range in words, where the source gives no numbers.</param>
public sealed record ReferenceRange(decimal? Low, decimal? High, string? Text);

/// <summary>A part of an observation, such as the systolic part of a blood pressure.</summary>
/// <param name="Code">What was measured.</param>
/// <param name="Value">The number; <c>null</c> where the result is text.</param>
/// <param name="Unit">The unit (UCUM).</param>
/// <param name="Text">The result in words.</param>
/// <param name="Range">The range that the source gave.</param>
public sealed record ObservationComponent(Coding Code, decimal? Value, string? Unit, string? Text, ReferenceRange? Range);

/// <summary>Details of a vital sign, lab result or survey answer (FHIR R4 <c>Observation</c>).</summary>
/// <param name="Status">FHIR status code.</param>
/// <param name="Category">vital-signs, laboratory, survey and so on.</param>
/// <param name="Value">The number; <c>null</c> where the result is text, a code or has components.</param>
/// <param name="Unit">The unit (UCUM).</param>
/// <param name="Text">The result in words or the display of its code.</param>
/// <param name="Range">The range that the source gave.</param>
/// <param name="Interpretation">The source's own flag (H, L, N and so on).</param>
/// <param name="Components">Parts, empty for a simple result.</param>
public sealed record ObservationDetails(
    string? Status,
    string? Category,
    decimal? Value,
    string? Unit,
    string? Text,
    ReferenceRange? Range,
    string? Interpretation,
    IReadOnlyList<ObservationComponent> Components);

/// <summary>Details of a prescription (FHIR R4 <c>MedicationRequest</c>).</summary>
/// <param name="Status">active, completed, stopped and so on.</param>
/// <param name="Intent">order, plan and so on.</param>
/// <param name="Dosage">How to take it, in words.</param>
/// <param name="Requester">Who prescribed it.</param>
/// <param name="Reason">What it is for.</param>
public sealed record MedicationDetails(string? Status, string? Intent, string? Dosage, string? Requester, string? Reason);

/// <summary>Details of an allergy or intolerance (FHIR R4 <c>AllergyIntolerance</c>).</summary>
/// <param name="ClinicalStatus">active, inactive or resolved.</param>
/// <param name="Type">allergy or intolerance.</param>
/// <param name="Category">food, medication, environment or biologic.</param>
/// <param name="Criticality">low, high or unable-to-assess.</param>
/// <param name="Reactions">Manifestations in words.</param>
/// <param name="VerificationStatus">confirmed, unconfirmed, presumed, refuted or entered-in-error.</param>
public sealed record AllergyDetails(
    string? ClinicalStatus, string? Type, string? Category, string? Criticality, IReadOnlyList<string> Reactions, string? VerificationStatus = null);

/// <summary>Details of an immunization (FHIR R4 <c>Immunization</c>).</summary>
/// <param name="Status">completed, not-done and so on.</param>
/// <param name="Lot">Lot number.</param>
/// <param name="Place">Where it was given.</param>
public sealed record ImmunizationDetails(string? Status, string? Lot, string? Place);

/// <summary>Details of a procedure (FHIR R4 <c>Procedure</c>).</summary>
/// <param name="Status">FHIR status code.</param>
/// <param name="End">When it ended, UTC.</param>
/// <param name="Reason">Why it was done.</param>
/// <param name="Performer">Who did it.</param>
public sealed record ProcedureDetails(string? Status, DateTimeOffset? End, string? Reason, string? Performer);

/// <summary>Details of a diagnostic report (FHIR R4 <c>DiagnosticReport</c>).</summary>
/// <param name="Status">FHIR status code.</param>
/// <param name="Category">Such as LAB.</param>
/// <param name="Results">Names of the results it holds.</param>
/// <param name="Conclusion">The conclusion or the report's text.</param>
public sealed record ReportDetails(string? Status, string? Category, IReadOnlyList<string> Results, string? Conclusion);

/// <summary>Details of a document or note (FHIR R4 <c>DocumentReference</c>).</summary>
/// <param name="Status">current, superseded and so on.</param>
/// <param name="ContentType">The MIME type of the source's attachment.</param>
/// <param name="Author">Who wrote it.</param>
/// <param name="Text">The note as plain text; <c>null</c> where the attachment is not text.</param>
public sealed record DocumentDetails(string? Status, string? ContentType, string? Author, string? Text);

/// <summary>Details of a care plan (FHIR R4 <c>CarePlan</c>).</summary>
/// <param name="Status">active, completed and so on.</param>
/// <param name="End">When it ended, UTC.</param>
/// <param name="Activities">Planned activities in words.</param>
public sealed record CarePlanDetails(string? Status, DateTimeOffset? End, IReadOnlyList<string> Activities);
