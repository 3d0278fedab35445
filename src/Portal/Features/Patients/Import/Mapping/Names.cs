using System.Text.Json;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Import.Reading;

namespace Portal.Features.Patients.Import.Mapping;

/// <summary>What directory resources are called, remembered over a whole run, because ndjson puts them into files of their own.</summary>
internal sealed class Names
{
    // Bounded memory: beyond this, references fall back on the name they carry themselves.
    private const int Limit = 200_000;

    private readonly Dictionary<string, Coding> known = new(StringComparer.Ordinal);

    public void Learn(ImportEntry entry)
    {
        if (known.Count < Limit && entry.SourceName is { } name && Of(entry.Type, entry.Resource) is { } coding)
        {
            known[name] = coding;
        }
    }

    public Coding? Find(string sourceName) => known.GetValueOrDefault(sourceName);

    /// <summary>What a resource is called. A patient's name is not given: it stays out of the clinical tables.</summary>
    public static Coding? Of(string? type, JsonElement resource) => type switch
    {
        "Patient" => null,
        "Practitioner" or "RelatedPerson" or "Person" => FhirName.All(resource) is [var name, ..] ? Named(name.InFull()) : null,
        "PractitionerRole" => Named(resource.Child("practitioner").Text("display")),
        "Device" => Named(resource.First("deviceName").Text("name")),
        "Organization" or "Location" or "HealthcareService" or "CareTeam" => Named(resource.Text("name")),
        _ => FhirConcept.Of(resource, "code"),
    };

    private static Coding? Named(string? name) => name is null ? null : new Coding(null, null, name);
}
