using System.Text;
using Portal.Features.Patients.Import.Reading;

namespace Portal.Tests.Features.Patients.Import;

public sealed class ReadingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("portal-import").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("transaction")]
    [InlineData("batch")]
    [InlineData("collection")]
    public void A_bundle_gives_its_entries_in_order(string type)
    {
        var batch = Fhir.Read(Fhir.Bundle(Fhir.Patient("p1"), Fhir.Observation("o1", "p1")).Replace("transaction", type, StringComparison.Ordinal));

        batch.Entries.Select(entry => (entry.Position, entry.Type)).ShouldBe([("entry 1", "Patient"), ("entry 2", "Observation")]);
        batch.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void A_single_resource_is_a_batch_of_one()
    {
        var batch = Fhir.Read(Fhir.Patient("p1"));

        batch.Entries.ShouldHaveSingleItem().SourceName.ShouldBe("Patient/p1");
        batch.IsBundle.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"resourceType":"Bundle","type":"history","entry":[]}""")]
    [InlineData("""{"hello":"world"}""")]
    [InlineData("[1,2]")]
    [InlineData("""{"resourceType":"../x"}""")]
    [InlineData("""{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"DELETE","url":"Patient/1"}}]}""")]
    public void What_is_no_resource_is_a_fault(string json)
    {
        var batch = Fhir.Read(json);

        batch.Entries.ShouldBeEmpty();
        batch.Faults.ShouldHaveSingleItem().Reason.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("{\n  \"a\": 1,\n  \"b\": nonsense\n}", "line 3, byte 9", "is not valid JSON")]
    [InlineData("{\n  \"a\": [1, 2", "line 2, byte 13", "ends in the middle")]
    [InlineData("{\"a\": \"Secretname", "line 1, byte 18", "ends in the middle")]
    [InlineData("{} {}", "line 1, byte 4", "is not valid JSON")]
    [InlineData("{\"a\":1,\"a\":2}", "", "names a property twice in one object")]
    public async Task A_malformed_file_gives_position_and_reason(string text, string position, string reason)
    {
        var fault = (await FaultOfAsync(text)).Fault;

        fault.ShouldBe(new ImportFault(position, reason));
    }

    [Fact]
    public async Task A_deep_file_is_refused_where_it_gets_too_deep()
    {
        var fault = (await FaultOfAsync($"{{\"a\":{new string('[', 5000)}{new string(']', 5000)}}}")).Fault;

        fault.ShouldBe(new ImportFault("line 1, byte 69", "is nested deeper than 64 levels"));
    }

    [Fact]
    public async Task A_file_in_another_encoding_is_refused_and_not_guessed()
    {
        var path = Path.Combine(folder, "latin.json");
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes("{\n\"a\":\"Adán\"}"));

        (await Should.ThrowAsync<ImportFaultException>(Fhir.ReadFileAsync(path))).Fault.Position.ShouldBe("line 2, byte 8");
    }

    [Fact]
    public async Task Byte_order_marks_of_utf8_and_utf16_are_understood()
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            var path = Path.Combine(folder, $"{encoding.WebName}.json");
            await File.WriteAllTextAsync(path, Fhir.Patient("p1", given: "Bernardo Ordóñez"), encoding);

            var batch = (await Fhir.ReadFileAsync(path)).ShouldHaveSingleItem();
            batch.Entries[0].Resource.GetProperty("name")[0].GetProperty("given")[0].GetString().ShouldBe("Bernardo Ordóñez");
        }
    }

    [Fact]
    public async Task An_ndjson_file_goes_on_after_a_bad_line()
    {
        var path = Path.Combine(folder, "all.ndjson");
        await File.WriteAllTextAsync(path, $"{Fhir.Patient("p1")}\r\n\n{{\"resourceType\": oops\n{Fhir.Observation("o1", "p1")}");

        var batch = (await Fhir.ReadFileAsync(path)).ShouldHaveSingleItem();

        batch.Entries.Select(entry => entry.Position).ShouldBe(["line 1", "line 4"]);
        batch.Faults.ShouldHaveSingleItem().Position.ShouldBe("line 3, byte 18");
    }

    [Fact]
    public async Task A_long_ndjson_file_comes_in_pieces()
    {
        var path = Path.Combine(folder, "many.ndjson");
        await File.WriteAllLinesAsync(path, Enumerable.Range(0, ImportLimits.LinesAtOnce + 1).Select(i => Fhir.Observation($"o{i}", "p1")));

        var batches = await Fhir.ReadFileAsync(path);

        batches.Select(batch => batch.Entries.Count).ShouldBe([ImportLimits.LinesAtOnce, 1]);
        batches[1].Entries[0].Position.ShouldBe($"line {ImportLimits.LinesAtOnce + 1}");
    }

    [Fact]
    public async Task A_line_over_the_limit_is_skipped_with_its_number()
    {
        var lines = new List<(int, byte[]?)>();
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($"a\n{new string('b', 300_000)}\nc"));

        await foreach (var line in NdjsonLines.ReadAsync(stream, 100, CancellationToken.None))
        {
            lines.Add(line);
        }

        lines.Select(line => (line.Item1, line.Item2 is null)).ShouldBe([(1, false), (2, true), (3, false)]);
    }

    [Fact]
    public async Task Folders_are_searched_in_order_and_lines_of_patients_come_before_those_that_refer_to_them()
    {
        Directory.CreateDirectory(Path.Combine(folder, "b"));
        await File.WriteAllTextAsync(Path.Combine(folder, "Condition.ndjson"), """{"resourceType":"Condition"}""");
        await File.WriteAllTextAsync(Path.Combine(folder, "Patient.ndjson"), """{"resourceType":"Patient"}""");
        await File.WriteAllTextAsync(Path.Combine(folder, "z.json"), "{}");
        await File.WriteAllTextAsync(Path.Combine(folder, "b", "a.JSON"), "{}");
        await File.WriteAllTextAsync(Path.Combine(folder, "readme.txt"), "no");

        var found = FhirFiles.Find([folder, Path.Combine(folder, "z.json")]);

        found.Select(file => Path.GetRelativePath(folder, file.Path)).ShouldBe([Path.Combine("b", "a.JSON"), "z.json", "Patient.ndjson", "Condition.ndjson"]);
    }

    [Theory]
    [InlineData("Patient/1", null, "Patient/1")]
    [InlineData("Patient/1/_history/3", null, "Patient/1")]
    [InlineData("https://one.example/fhir/Patient/1", null, "Patient/1")]
    [InlineData("https://one.example/fhir/Patient/1", "urn:uuid:0", "https://one.example/fhir/Patient/1")]
    [InlineData("Patient/1", "https://one.example/fhir/Observation/9", "https://one.example/fhir/Patient/1")]
    [InlineData("https://one.example/fhir/Patient/5c7b4a51-9c8e-4a1d-8f0a-1d2f3a4b5c6d", "urn:uuid:0", "Patient/5c7b4a51-9c8e-4a1d-8f0a-1d2f3a4b5c6d")]
    [InlineData("urn:uuid:5c7b4a51-9c8e-4a1d-8f0a-1d2f3a4b5c6d", null, "Patient/5c7b4a51-9c8e-4a1d-8f0a-1d2f3a4b5c6d")]
    [InlineData("#inside", null, null)]
    [InlineData("Patient?identifier=x|1", null, null)]
    [InlineData("nonsense", null, null)]
    public void A_reference_is_named_as_its_target_is(string reference, string? from, string? name) =>
        SourceNames.OfReference(reference, from, "Patient").ShouldBe(name);

    [Fact]
    public void First_patients_of_two_servers_stay_two()
    {
        SourceNames.Of("Patient", "1", "https://one.example/fhir/Patient/1")
            .ShouldNotBe(SourceNames.Of("Patient", "1", "https://two.example/fhir/Patient/1"));
    }

    private async Task<ImportFaultException> FaultOfAsync(string text)
    {
        var path = Path.Combine(folder, "bad.json");
        await File.WriteAllTextAsync(path, text);
        return await Should.ThrowAsync<ImportFaultException>(Fhir.ReadFileAsync(path));
    }
}
