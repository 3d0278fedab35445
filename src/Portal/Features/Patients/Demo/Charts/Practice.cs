namespace Portal.Features.Patients.Demo.Charts;

/// <summary>Where the invented patients are treated, and by whom.</summary>
/// <param name="Clinician">The clinician of the patient.</param>
internal sealed record Practice(string Clinician)
{
    public const string Name = "Elder Grove Family Practice";

    /// <summary>Who treats those who are in nobody's care here.</summary>
    public const string Elsewhere = "Dr. Noor Castellan";
}
