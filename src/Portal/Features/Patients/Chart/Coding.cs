namespace Portal.Features.Patients.Chart;

/// <summary>A coded term (FHIR R4 <c>Coding</c>).</summary>
/// <param name="System">The code system's URI, such as <c>http://loinc.org</c>; <c>null</c> for text only.</param>
/// <param name="Code">The code; <c>null</c> for text only.</param>
/// <param name="Display">The words shown.</param>
public sealed record Coding(string? System, string? Code, string Display);
