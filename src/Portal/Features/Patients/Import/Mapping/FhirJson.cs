using System.Text.Json;

namespace Portal.Features.Patients.Import.Mapping;

/// <summary>Reads FHIR JSON without trusting it: a member of the wrong kind counts as absent.</summary>
internal static class FhirJson
{
    public static JsonElement Child(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) ? child : default;

    public static string? Text(this JsonElement element, string name) => element.Child(name).AsText();

    public static string? AsText(this JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text : null;

    public static decimal? Number(this JsonElement element, string name) =>
        element.Child(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value) ? value : null;

    public static bool IsTrue(this JsonElement element, string name) => element.Child(name).ValueKind == JsonValueKind.True;

    /// <summary>The items of an array; a single value counts as an array of one.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) => element.Child(name) switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => [],
        var single => [single],
    };

    public static JsonElement First(this JsonElement element, string name) => element.Items(name).FirstOrDefault();

    public static IEnumerable<string> Texts(this JsonElement element, string name) =>
        element.Items(name).Select(AsText).OfType<string>();
}
