namespace Portal.Features.Patients.Chart;

/// <summary>FHIR's mark of an entry that should never have been made. Such an entry stays, but no list may count it as true.</summary>
internal static class EnteredInError
{
    public const string Code = "entered-in-error";

    /// <summary>Whether the details of an entry carry the mark; problems and allergies carry it in their verification status.</summary>
    public static bool Marks(object? details) => Code == details switch
    {
        ConditionDetails condition => condition.VerificationStatus,
        AllergyDetails allergy => allergy.VerificationStatus,
        ObservationDetails observation => observation.Status,
        MedicationDetails medication => medication.Status,
        DocumentDetails document => document.Status,
        EncounterDetails encounter => encounter.Status,
        ImmunizationDetails immunization => immunization.Status,
        ProcedureDetails procedure => procedure.Status,
        ReportDetails report => report.Status,
        CarePlanDetails plan => plan.Status,
        _ => null,
    };

    /// <summary>A status as a form starts with it: the mark is no status to choose.</summary>
    public static string? Unmarked(string? status) => status == Code ? null : status;
}
