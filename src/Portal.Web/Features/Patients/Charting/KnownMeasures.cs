namespace Portal.Web.Features.Patients.Charting;

/// <summary>A measure that the form offers by name.</summary>
/// <param name="Key">Its LOINC code; it is also the value of the choice.</param>
/// <param name="Display">LOINC's name, as it is written into the record.</param>
/// <param name="Unit">The unit it is charted in (UCUM).</param>
/// <param name="Category">FHIR observation category.</param>
internal sealed record KnownMeasure(string Key, string Display, string Unit, string Category);

/// <summary>What is measured at nearly every visit; anything else is charted under the name a person gives it.</summary>
internal static class KnownMeasures
{
    public const string Loinc = "http://loinc.org";

    /// <summary>The panel of systolic and diastolic pressure; it has two numbers instead of one.</summary>
    public const string BloodPressure = "85354-9";

    public static IReadOnlyList<KnownMeasure> All { get; } =
    [
        new(BloodPressure, "Blood pressure", "mm[Hg]", "vital-signs"),
        new("8867-4", "Heart rate", "/min", "vital-signs"),
        new("9279-1", "Respiratory rate", "/min", "vital-signs"),
        new("8310-5", "Body temperature", "Cel", "vital-signs"),
        new("59408-5", "Oxygen saturation in Arterial blood by Pulse oximetry", "%", "vital-signs"),
        new("29463-7", "Body weight", "kg", "vital-signs"),
        new("8302-2", "Body height", "cm", "vital-signs"),
        new("2339-0", "Glucose", "mg/dL", "laboratory"),
    ];

    public static KnownMeasure? Find(string? key) => All.FirstOrDefault(one => one.Key == key);
}
