using System.Text.Json;
using Portal.Features.Patients.Billing;

namespace Portal.Features.Patients.Import.Mapping;

internal static class CoverageMapper
{
    public static Billed<CoverageDetails> Map(FhirSource source) => Map(source, source.Resource);

    /// <summary>The covers that a claim or decision carries inside itself, as Synthea 2.4 writes them; they begin when it does.</summary>
    public static IEnumerable<Billed<CoverageDetails>> Contained(FhirSource source) =>
        source.Resource.Items("contained")
            .Where(one => one.Text("resourceType") == "Coverage")
            .Select(one => Map(source, one))
            .Select(cover => cover with { At = cover.At ?? FhirTime.Time(source.Resource.Child("billablePeriod"), "start") ?? FhirTime.Time(source.Resource, "created") });

    public static string? InsurerOf(FhirSource source)
    {
        var claim = source.Resource;
        var cover = claim.First("insurance").Child("coverage");
        return source.Words(claim.Child("insurer"), "Organization") ?? cover.Text("display") ?? PayorBehind(source, cover);
    }

    private static string? PayorBehind(FhirSource source, JsonElement cover) =>
        cover.Text("reference") is not { } reference ? null
        : reference.StartsWith('#') ? Contained(source).FirstOrDefault()?.Details.Payor
        : source.References.Find(reference, source.Entry) is { Type: "Coverage" } entry ? Map(source with { Entry = entry }).Details.Payor
        : null;

    private static Billed<CoverageDetails> Map(FhirSource source, JsonElement coverage) => new(
        FhirTime.Time(coverage.Child("period"), "start"),
        new CoverageDetails(
            coverage.Text("status"),
            FhirConcept.Words(coverage, "type"),
            source.Words(coverage.First("payor"), "Organization"),
            coverage.Text("subscriberId"),
            FhirTime.Time(coverage.Child("period"), "end")));
}
