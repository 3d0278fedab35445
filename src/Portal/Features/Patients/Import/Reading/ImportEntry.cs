using System.Text.Json;

namespace Portal.Features.Patients.Import.Reading;

/// <summary>One resource as it was found in a file.</summary>
/// <param name="Position">Where, for a report: an entry's number or a line.</param>
/// <param name="FullUrl">The name that a bundle gives it, if any.</param>
/// <param name="Type">The FHIR resource type.</param>
/// <param name="Resource">The resource; readable until its batch is disposed.</param>
internal sealed record ImportEntry(string Position, string? FullUrl, string Type, JsonElement Resource)
{
    /// <summary>What it is known by in later imports; <c>null</c> where it has neither id nor full URL.</summary>
    public string? SourceName { get; } = SourceNames.Of(Type, IdOf(Resource), FullUrl);

    private static string? IdOf(JsonElement resource) =>
        resource.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
}
