namespace Portal.Features.Patients.Charting;

/// <summary>The kinds of chart entry that are written by hand. Numbers are stored.</summary>
public enum EntryKind : short
{
    /// <summary>None was given.</summary>
    None = 0,

    /// <summary>A note (FHIR R4 <c>DocumentReference</c>).</summary>
    Note = 1,

    /// <summary>A vital sign or result (FHIR R4 <c>Observation</c>).</summary>
    Observation = 2,

    /// <summary>A prescription (FHIR R4 <c>MedicationRequest</c>).</summary>
    Prescription = 3,

    /// <summary>An allergy or intolerance (FHIR R4 <c>AllergyIntolerance</c>).</summary>
    Allergy = 4,

    /// <summary>A problem (FHIR R4 <c>Condition</c>).</summary>
    Condition = 5,
}
