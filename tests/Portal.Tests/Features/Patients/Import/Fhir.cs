using System.Text;
using System.Text.Json;
using Portal.Features.Patients.Import.Mapping;
using Portal.Features.Patients.Import.Reading;

namespace Portal.Tests.Features.Patients.Import;

/// <summary>Short ways to invented FHIR resources.</summary>
internal static class Fhir
{
    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public static string Bundle(params string[] resources) =>
        $$"""{"resourceType":"Bundle","type":"transaction","entry":[{{string.Join(',', resources.Select(one => $$"""{"resource":{{one}}}"""))}}]}""";

    public static string Patient(string id, string family = "Testova", string given = "Žofie", string birthDate = "1980-02-29", string more = "") =>
        $$"""{"resourceType":"Patient","id":"{{id}}","name":[{"use":"official","family":"{{family}}","given":["{{given}}"]}],"birthDate":"{{birthDate}}","gender":"female"{{more}}}""";

    public static string Observation(string id, string patient, decimal value = 7.5m, string display = "") =>
        $$$"""{"resourceType":"Observation","id":"{{{id}}}","status":"final","code":{"text":"Glucose"},"subject":{"reference":"Patient/{{{patient}}}"{{{(display.Length == 0 ? "" : $",\"display\":\"{display}\"")}}}},"effectiveDateTime":"2020-05-01T10:00:00+02:00","valueQuantity":{"value":{{{value.ToString(System.Globalization.CultureInfo.InvariantCulture)}}},"unit":"mmol/L"}}""";

    /// <summary>A lone resource as a mapper gets it.</summary>
    public static FhirSource Source(string resource, params string[] others)
    {
        var batch = Read(Bundle([resource, .. others]));
        return new FhirSource(batch.Entries[0], new References(batch.Entries, new Names()));
    }

    public static ImportBatch Read(string json) => BundleReader.Read(JsonText.Parse(Encoding.UTF8.GetBytes(json)));

    public static async Task<List<ImportBatch>> ReadFileAsync(string path)
    {
        var batches = new List<ImportBatch>();
        await foreach (var batch in new FhirFile(path).ReadAsync(CancellationToken.None))
        {
            batches.Add(batch);
        }

        return batches;
    }
}
