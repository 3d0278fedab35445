using System.Text.Json;
using Portal.Features.Patients.Registration;

namespace Portal.Features.Patients.Import.Mapping;

/// <summary>What registration takes from a patient resource.</summary>
/// <param name="Name">The name to call the patient by.</param>
/// <param name="AllNames">Every name, for search; includes <paramref name="Name"/>.</param>
/// <param name="BirthDate">A partial date stands for its first day.</param>
/// <param name="Sex">FHIR administrative gender.</param>
/// <param name="Mrn">The medical record number (HL7 v2 table 0203, MR).</param>
/// <param name="NationalId">The national id (HL7 v2 table 0203, SS or NI).</param>
/// <param name="Contact">How to reach the patient.</param>
/// <param name="IsDeceased">Whether the patient is dead.</param>
/// <param name="Deceased">When, where the source says so.</param>
internal sealed record MappedPatient(
    PersonName Name,
    IReadOnlyList<PersonName> AllNames,
    DateOnly? BirthDate,
    string? Sex,
    string? Mrn,
    string? NationalId,
    ContactDetails Contact,
    bool IsDeceased,
    DateTimeOffset? Deceased)
{
    /// <summary>Identifiers that people know and bring along (HL7 v2 table 0203): search finds by them.</summary>
    public IReadOnlyList<string> Identifiers { get; init; } = NationalId is null ? [] : [NationalId];

    // Record printing would put identity into a log line by accident.
    public override string ToString() => "MappedPatient";
}

internal static class PatientMapper
{
    private static readonly PersonName Nameless = new("", "");

    // Social security, national, health card, jurisdictional health, tax, driver's licence, passport.
    private static readonly string[] KnownToPeople = ["SS", "NI", "HC", "JHN", "TAX", "DL", "PPN", "MR"];

    public static MappedPatient Map(JsonElement patient)
    {
        var names = FhirName.All(patient);
        var deceased = FhirTime.Time(patient, "deceasedDateTime");
        return new MappedPatient(
            names.Count > 0 ? names[0] : Nameless,
            names,
            FhirTime.Date(patient.Text("birthDate")),
            patient.Text("gender"),
            Identifier(patient, "MR"),
            Identifier(patient, "SS") ?? Identifier(patient, "NI"),
            Contact(patient),
            deceased is not null || patient.IsTrue("deceasedBoolean"),
            deceased)
        {
            Identifiers = [.. KnownToPeople.SelectMany(type => Identifiers(patient, type)).Distinct(StringComparer.Ordinal)],
        };
    }

    private static string? Identifier(JsonElement patient, string type) => Identifiers(patient, type).FirstOrDefault();

    private static IEnumerable<string> Identifiers(JsonElement patient, string type) =>
        patient.Items("identifier")
            .Where(one => one.Text("use") != "old" && one.Child("type").Items("coding").Any(coding => coding.Text("code") == type))
            .Select(one => one.Text("value"))
            .OfType<string>();

    private static ContactDetails Contact(JsonElement patient) => new(
        Telecom(patient, "phone"),
        Telecom(patient, "email"),
        patient.Items("address").FirstOrDefault(one => one.Text("use") != "old") is { ValueKind: JsonValueKind.Object } address ? AddressLines(address) : []);

    private static List<string> Telecom(JsonElement patient, string system) =>
        [.. patient.Items("telecom")
            .Where(one => one.Text("system") == system && one.Text("use") != "old")
            .Select(one => one.Text("value"))
            .OfType<string>()];

    private static IReadOnlyList<string> AddressLines(JsonElement address)
    {
        var place = string.Join(' ', new[] { address.Text("postalCode"), address.Text("city") }.OfType<string>());
        string?[] lines = [.. address.Texts("line"), place.Length == 0 ? null : place, address.Text("state"), address.Text("country")];
        var known = lines.OfType<string>().ToList();
        return known.Count > 0 ? known : [.. (address.Text("text") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }
}
