using System.Text.Json;
using Portal.Features.Patients.Registration;

namespace Portal.Features.Patients.Import.Mapping;

/// <summary>Reads people's names (FHIR R4 <c>HumanName</c>).</summary>
internal static class FhirName
{
    private static readonly string?[] Preferred = ["official", "usual", null, "temp", "nickname", "anonymous", "old", "maiden"];

    /// <summary>All names, the one to call the person by first.</summary>
    public static IReadOnlyList<PersonName> All(JsonElement person) =>
        [.. person.Items("name")
            .OrderBy(name => Array.IndexOf(Preferred, name.Text("use")))
            .Select(Of)
            .Where(name => name.InFull().Length > 0)];

    private static PersonName Of(JsonElement name)
    {
        var given = string.Join(' ', name.Texts("given"));
        var family = name.Text("family") ?? "";
        var prefix = string.Join(' ', name.Texts("prefix"));
        return given.Length + family.Length == 0
            ? new PersonName("", name.Text("text") ?? "")
            : new PersonName(family, given, prefix.Length == 0 ? null : prefix);
    }
}
