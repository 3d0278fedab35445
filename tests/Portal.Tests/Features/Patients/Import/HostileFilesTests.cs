using System.Diagnostics;
using System.Text;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Import.Reading;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Patients.Import;

/// <summary>Files that are cut, huge, deep or no files at all. Each is one sentence in the report and one entry in the log; what lies beside it is imported.</summary>
public sealed class HostileFilesTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private static readonly Actor Importer = Actor.System("import-fhir");

    private readonly string folder = Directory.CreateTempSubdirectory("portal-import").FullName;
    private readonly string id = Guid.NewGuid().ToString();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string, string, string> Broken => new()
    {
        { "cut off", "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[{\"resource\":", "ends in the middle" },
        { "nothing but brackets", new string('[', 100_000), "is nested deeper than 64 levels" },
        { "objects in objects", string.Concat(Enumerable.Repeat("{\"a\":", 100_000)), "is nested deeper than 64 levels" },
        { "a raw zero byte", "{\"resourceType\":\"Patient\",\"id\":\"\0\"}", "is not valid JSON" },
        { "one name twice", "{\"resourceType\":\"Patient\",\"resourceType\":\"Observation\",\"id\":\"1\"}", "names a property twice in one object" },
        { "not a number", "{\"resourceType\":\"Observation\",\"id\":\"1\",\"valueInteger\":NaN}", "is not valid JSON" },
        { "a text of more than FHIR allows", $"{{\"resourceType\":\"Basic\",\"id\":\"1\",\"code\":{{\"text\":\"{new string('x', 1_100_000)}\"}}}}", "holds a text of more than 1 MB, which FHIR does not allow" },
        { "names of more than anybody has", Fhir.Patient("1", new string('y', 20_000)), "has names of more than 16 KB" },
        { "an archive by its content", "PK\x03\x04 and so on", "is a zip archive; give it a name that ends in .zip" },
        { "only spaces", "   \n  ", "ends in the middle" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    [Trait("Norm", "164.312(b)")]
    public async Task A_file_that_cannot_be_read_is_one_sentence_and_one_entry_and_the_next_is_imported(string kind, string text, string reason)
    {
        await WriteAsync("a.json", text);
        await WriteAsync("b.json", Fhir.Bundle(Fhir.Patient(id)));

        var (report, failures) = await ImportAsync();

        (report.Files, report.Resources).ShouldBe((2, 1), kind);
        report.FailedFiles.ShouldHaveSingleItem().Reason.ShouldBe(reason);
        failures.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            entry => entry.Action.ShouldBe(AuditAction.Import), entry => entry.Job.ShouldBe("import-fhir"), entry => entry.Reason.ShouldBe("not-imported"));
    }

    [Fact]
    public async Task What_is_no_file_is_told_and_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Process.Start("mkfifo", Path.Combine(folder, "pipe.json")).WaitForExit();
        Process.Start("mkfifo", Path.Combine(folder, "pipe.ndjson")).WaitForExit();
        File.CreateSymbolicLink(Path.Combine(folder, "ring.json"), Path.Combine(folder, "ring.json"));
        File.CreateSymbolicLink(Path.Combine(folder, "broken.json"), Path.Combine(folder, "nowhere"));
        File.CreateSymbolicLink(Path.Combine(folder, "device.json"), "/dev/zero");
        Directory.CreateSymbolicLink(Path.Combine(folder, "again"), folder);
        Directory.CreateDirectory(Path.Combine(folder, "folder.json"));
        await WriteAsync("empty.json", "");
        await WriteAsync("empty.zip", "");

        var (report, failures) = await ImportAsync();

        report.FailedFiles.Select(failed => (Path.GetFileName(failed.File), failed.Reason)).OrderBy(one => one.Item1, StringComparer.Ordinal).ShouldBe(
        [
            ("broken.json", "cannot be opened; check that it exists and may be read"),
            ("device.json", "is empty, or no file that can be read"),
            ("empty.json", "is empty, or no file that can be read"),
            ("empty.zip", "is empty, or no file that can be read"),
            ("pipe.json", "is empty, or no file that can be read"),
            ("pipe.ndjson", "is empty, or no file that can be read"),
            ("ring.json", "cannot be opened; check that it exists and may be read"),
        ]);
        failures.Count.ShouldBe(7);
    }

    [Fact]
    public async Task A_bad_line_leaves_the_others_and_gives_its_number()
    {
        await WriteAsync("all.ndjson", $"{Fhir.Patient(id)}\n{{\"resourceType\":\"Observation\",\n{Fhir.Observation($"{id}-o", id)}\n{new string('[', 50_000)}\n{Fhir.Bundle(Fhir.Observation($"{id}-p", id))}\n");

        var (report, failures) = await ImportAsync();

        report.Resources.ShouldBe(3);
        report.FailedFiles.Select(failed => failed.Position).ShouldBe(["line 2, byte 30", "line 4, byte 65"]);
        failures.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Unusual_contents_that_are_allowed_are_imported()
    {
        var more = """,{"resource":{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Observation","id":"ID-in","status":"final","subject":{"reference":"Patient/ID"},"valueQuantity":{"value":1e999}}}]}}""".Replace("ID", id, StringComparison.Ordinal);
        string Observation(string name, string member) => $$$"""{"resourceType":"Observation","id":"{{{id}}}-{{{name}}}","subject":{"reference":"Patient/{{{id}}}"},{{{member}}}}""";
        var bundle = Fhir.Bundle(
            Fhir.Patient(id, more: ",\"multipleBirthInteger\":1,\"deceasedDateTime\":\"9999-12-31T23:59:59.9999999-14:00\""),
            Observation("first", "\"effectiveDateTime\":\"0001-01-01T00:00:00+14:00\""),
            Observation("last", "\"effectiveDateTime\":\"9999-12-31\""),
            Observation("never", "\"effectiveDateTime\":\"20011-99-99T99:99:99Z\",\"valueQuantity\":{\"value\":-1e-400}"),
            Observation("twice", "\"valueString\":\"one\""),
            Observation("twice", "\"valueString\":\"two\""),
            Observation("zero", "\"valueString\":\"a\\u0000b\""),
            Observation("ring", $"\"hasMember\":[{{\"reference\":\"Observation/{id}-ring\"}}],\"encounter\":{{\"reference\":\"Observation/{id}-ring\"}}"));
        await WriteAsync("a.json", bundle[..^2] + more + "]}");

        var (report, failures) = await ImportAsync();

        report.FailedFiles.ShouldBeEmpty();
        report.Resources.ShouldBe(9);
        failures.ShouldBeEmpty();
    }

    [Fact]
    public async Task Three_hundred_spoiled_bundles_are_imported_or_told_and_never_more_than_that()
    {
        var whole = Encoding.UTF8.GetBytes(Fhir.Bundle(
            Fhir.Patient(id, more: ",\"identifier\":[{\"type\":{\"coding\":[{\"code\":\"MR\"}]},\"value\":\"M1\"}],\"telecom\":[{\"system\":\"phone\",\"value\":\"5\"}]"),
            Fhir.Observation($"{id}-o", id, display: "Žofie Testova"),
            $$$"""{"resourceType":"DocumentReference","id":"{{{id}}}-d","subject":{"reference":"Patient/{{{id}}}"},"content":[{"attachment":{"contentType":"text/html","data":"PGI+eDwvYj4="}}]}""",
            $$$"""{"resourceType":"ExplanationOfBenefit","id":"{{{id}}}-b","patient":{"reference":"Patient/{{{id}}}"},"created":"2020-01-01","contained":[{"resourceType":"Coverage","id":"c","payor":[{"display":"H"}]}],"total":[{"amount":{"value":1.5,"currency":"USD"}}]}"""));
        for (var number = 0; number < 300; number++)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{number:000}.{(number % 5 == 0 ? "ndjson" : "json")}"), Spoil.Bytes(whole, new Random(number)));
        }

        var (report, _) = await ImportAsync();

        report.Files.ShouldBe(300);
        report.FailedFiles.Count.ShouldBeGreaterThan(100);
        report.FailedFiles.Where(failed => failed.Reason.Contains("could not be understood", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private async Task<(ImportReport Report, IReadOnlyList<AuditEntry> Failures)> ImportAsync()
    {
        var before = (await FailuresAsync()).Select(entry => entry.Id).ToHashSet();
        var report = await portal.Get<ImportFhir>().ForAsync(Importer, [folder], null, null, default);
        return (report, [.. (await FailuresAsync()).Where(entry => !before.Contains(entry.Id))]);
    }

    private Task<IReadOnlyList<AuditEntry>> FailuresAsync() =>
        new Identity.People(portal).EntriesAsync(entry => entry.Outcome == AuditOutcome.Failed);

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(folder, name), text);
}
