using System.Text.Json;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Exports;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.TestKit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.AuditTrail.Exports;

/// <summary>
/// The exports that a browser hands to the offline verifier (e2e/Portal.E2E/Verifier) are of the shape that today's exporter writes. <c>PORTAL_APPROVE=1</c> writes them
/// anew, with a key and a log that are gone afterwards.
/// </summary>
[Trait("Norm", "164.312(c)")]
public sealed class VerifierSamplesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Exporting exports = new(portal);

    [Fact]
    public async Task The_samples_that_the_verifier_is_tried_on_are_what_the_exporter_writes_today()
    {
        foreach (var (name, files) in await MakeAsync())
        {
            var folder = Path.Combine(Clone.Root, "e2e", "Portal.E2E", "Verifier", name);
            foreach (var (file, text) in files)
            {
                var path = Path.Combine(folder, file);
                if (Environment.GetEnvironmentVariable("PORTAL_APPROVE") == "1")
                {
                    Directory.CreateDirectory(folder);
                    await File.WriteAllTextAsync(path, text);
                }

                Shape(await File.ReadAllTextAsync(path)).ShouldBe(Shape(text), $"{name}/{file} differs in shape: run this test with PORTAL_APPROVE=1 and the verifier's in the browser");
            }
        }
    }

    private async Task<List<(string Name, Dictionary<string, string> Files)>> MakeAsync()
    {
        var officer = await exports.OfficerAsync();
        portal.Clock.Advance(TimeSpan.FromSeconds(1));
        var from = portal.Clock.GetUtcNow();
        var entries = await EntriesOfAllKinds.AppendAsync(portal);
        var query = new AuditQuery { From = from, To = portal.Clock.GetUtcNow().AddMilliseconds(1) };
        List<(string, Dictionary<string, string>)> made =
        [
            ("content", await WrittenAsync(officer, query)), ("withheld", await WrittenAsync(officer, query, isWithoutWhere: true)),
            ("csv", await WrittenAsync(officer, query, AuditExportFormat.Csv)), ("fhir", await WrittenAsync(officer, query, AuditExportFormat.FhirNdjson)),
        ];

        // What came after the last checkpoint, and then an entry that somebody changed in the database itself.
        await EntriesOfAllKinds.AppendAsync(portal);
        made.Add(("unsealed", await LateAsync(new AuditQuery { From = from, To = portal.Clock.GetUtcNow().AddMilliseconds(1), Action = AuditAction.Search })));
        await portal.Database.AsSuperuserAsync("UPDATE audit.entries SET outcome = 2 WHERE id = $1", entries[0].Id.Value);
        made.Add(("broken", await LateAsync(query)));
        return made;
    }

    private async Task<Dictionary<string, string>> WrittenAsync(Actor officer, AuditQuery query, AuditExportFormat format = AuditExportFormat.Ndjson, bool isWithoutWhere = false) =>
        await exports.FetchAsync(officer, await exports.WrittenAsync(officer, query, format, isWithoutWhere));

    // Written when its patience is over, whatever no checkpoint covers by then.
    private async Task<Dictionary<string, string>> LateAsync(AuditQuery query)
    {
        var officer = await exports.OfficerAsync(); // with a fresh factor
        var id = await exports.AskAsync(officer, query);
        portal.Clock.Advance(ExportJob.Patience + TimeSpan.FromSeconds(1));
        (await portal.Get<ExportJob>().WriteNextAsync(default)).ShouldBeTrue();
        return await exports.FetchAsync(officer, id);
    }

    // The names of all that is there, by where they stand; of a table its head.
    private static string[] Shape(string file) => file.StartsWith('{')
        ? [.. Exporting.Lines(file).SelectMany(line => Names(JsonDocument.Parse(line).RootElement, "")).Distinct().Order(StringComparer.Ordinal)]
        : [file.Split("\r\n")[0]];

    private static IEnumerable<string> Names(JsonElement at, string place) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(one => Names(one.Value, $"{place}/{one.Name}").Prepend($"{place}/{one.Name}")),
        JsonValueKind.Array => at.EnumerateArray().SelectMany(one => Names(one, $"{place}[]")),
        _ => [],
    };
}
