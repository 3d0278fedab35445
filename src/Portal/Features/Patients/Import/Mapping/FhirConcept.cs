using System.Text.Json;
using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Import.Mapping;

/// <summary>Reads coded values (FHIR R4 <c>CodeableConcept</c>, <c>Coding</c>).</summary>
internal static class FhirConcept
{
    /// <summary>A concept, or the first of several; <c>null</c> where it says nothing.</summary>
    public static Coding? Of(JsonElement element, string name)
    {
        var concept = element.First(name);
        var coding = Coding(concept.First("coding"));
        return concept.Text("text") is not { } text ? coding : coding is null ? new Coding(null, null, text) : coding with { Display = text };
    }

    public static Coding? Coding(JsonElement coding) =>
        (coding.Text("display") ?? coding.Text("code")) is { } display ? new Coding(coding.Text("system"), coding.Text("code"), display) : null;

    /// <summary>The code of a concept's first coding, such as a status.</summary>
    public static string? Code(JsonElement element, string name) =>
        element.First(name) is { ValueKind: JsonValueKind.Object } concept ? concept.First("coding").Text("code") ?? concept.Text("text") : null;

    public static string? Words(JsonElement element, string name) => Of(element, name)?.Display;
}
