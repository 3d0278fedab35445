using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>An allergy being written.</summary>
public sealed class AllergyDraft : EntryDraft
{
    private Coding? before;
    private string? verification;

    /// <summary>What the patient does not bear.</summary>
    public string Substance { get; set; } = "";

    /// <summary>active, inactive or resolved.</summary>
    public string ClinicalStatus { get; set; } = "active";

    /// <summary>allergy, intolerance, or empty.</summary>
    public string Type { get; set; } = "allergy";

    /// <summary>food, medication, environment, biologic, or empty.</summary>
    public string Category { get; set; } = "";

    /// <summary>low, high, unable-to-assess, or empty.</summary>
    public string Criticality { get; set; } = "";

    /// <summary>What happened, one reaction a line.</summary>
    public string Reactions { get; set; } = "";

    /// <inheritdoc/>
    public override EntryContent ToContent(TimeZoneInfo zone) => new AllergyContent(
        At(zone), Term(before, Substance), ClinicalStatus, Filled(Type), Filled(Category), Filled(Criticality),
        Reactions.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries), verification);

    internal static AllergyDraft Of(AllergyContent allergy) => new()
    {
        before = allergy.Substance,
        verification = allergy.VerificationStatus,
        Substance = allergy.Substance.Display,
        ClinicalStatus = allergy.ClinicalStatus,
        Type = allergy.Type ?? "",
        Category = allergy.Category ?? "",
        Criticality = allergy.Criticality ?? "",
        Reactions = string.Join('\n', allergy.Reactions),
    };
}
