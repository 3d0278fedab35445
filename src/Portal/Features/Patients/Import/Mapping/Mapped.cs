using System.Text.Json;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Import.Reading;

namespace Portal.Features.Patients.Import.Mapping;

/// <summary>What the chart takes from a clinical resource.</summary>
/// <param name="At">When it began or was recorded; <c>null</c> where the source does not say.</param>
/// <param name="Encounter">The reference to its encounter, as written.</param>
/// <param name="Code">What it is.</param>
/// <param name="Details">The rest.</param>
internal sealed record Charted<TDetails>(DateTimeOffset? At, string? Encounter, Coding? Code, TDetails Details);

/// <summary>What billing takes from a financial resource.</summary>
internal sealed record Billed<TDetails>(DateTimeOffset? At, TDetails Details);

/// <summary>A resource to map, with the means to follow its references.</summary>
internal sealed record FhirSource(ImportEntry Entry, References References)
{
    public JsonElement Resource => Entry.Resource;

    public string? Status => Resource.Text("status");

    public string? EncounterReference => Resource.First("encounter").Text("reference");

    public string? Words(JsonElement reference, string urnType = "Practitioner") => References.Words(Entry, reference, urnType);

    /// <summary>The reason given as a code, else as a reference.</summary>
    public Coding? Reason =>
        FhirConcept.Of(Resource, "reasonCode") ?? References.Concept(Entry, Resource.First("reasonReference"), "Condition");
}
