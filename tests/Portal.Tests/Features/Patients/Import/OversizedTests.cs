using System.Text;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Import.Reading;
using Portal.Kernel.Access;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Patients.Import;

/// <summary>Files over each limit of an import: one sentence that says what to do, and nothing of them in the database.</summary>
public sealed class OversizedTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("portal-import").FullName;
    private readonly string id = Guid.NewGuid().ToString();
    private long before;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_file_of_more_bytes_than_may_be_read_at_once_is_refused_unread()
    {
        // Sparse: it has the size and takes no room.
        await using (var file = File.Create(Path.Combine(folder, "a.json")))
        {
            file.SetLength(ImportLimits.FileBytes + 1);
        }

        await RefusedAsync("", "is larger than 256 MB; split it, or send it as ndjson");
    }

    [Fact]
    public async Task A_line_of_more_bytes_than_may_be_read_at_once_is_skipped_and_the_next_is_imported()
    {
        await using (var file = File.Create(Path.Combine(folder, "a.ndjson")))
        {
            file.SetLength(ImportLimits.LineBytes + 1);
            file.Position = file.Length;
            await file.WriteAsync(Encoding.UTF8.GetBytes($"\n{Fhir.Patient(id)}\n"));
        }

        var report = await ImportAsync();

        report.FailedFiles.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            failed => failed.Position.ShouldBe("line 1"), failed => failed.Reason.ShouldBe("is longer than 64 MB"));
        (report.Resources, await StoredAsync()).ShouldBe((1, 1L));
    }

    [Fact]
    public async Task A_bundle_of_more_values_than_memory_is_kept_for_is_refused_before_it_is_taken_apart()
    {
        await using (var file = new StreamWriter(Path.Combine(folder, "a.json")))
        {
            await file.WriteAsync(Fhir.Bundle(Fhir.Patient(id))[..^2] + ",{\"resource\":{\"resourceType\":\"Basic\",\"id\":\"1\",\"extension\":[");
            var many = string.Concat(Enumerable.Repeat("1,", 100_000));
            for (var written = 0; written <= ImportLimits.Values; written += 100_000)
            {
                await file.WriteAsync(many);
            }

            await file.WriteAsync("1]}}]}");
        }

        await RefusedAsync(null, "holds more than 20 million values; split it, or send it as ndjson");
    }

    [Fact]
    public async Task A_bundle_of_more_resources_than_one_transaction_takes_is_refused_as_a_whole()
    {
        var many = Enumerable.Repeat("""{"resource":{"resourceType":"Basic","id":"1"}}""", ImportLimits.Entries);
        await File.WriteAllTextAsync(Path.Combine(folder, "a.json"), $"{Fhir.Bundle(Fhir.Patient(id))[..^2]},{string.Join(',', many)}]}}");

        await RefusedAsync($"entry {ImportLimits.Entries + 1}", "holds more than 100000 resources; split it, or send it as ndjson");
    }

    [Fact]
    public async Task A_patient_of_more_names_than_anybody_has_is_left_out_with_what_is_hers_and_others_are_imported()
    {
        var other = Guid.NewGuid().ToString();
        var name = new string('y', ImportLimits.NamesLength);
        await File.WriteAllTextAsync(Path.Combine(folder, "a.json"), Fhir.Bundle(Fhir.Patient(id, name), Fhir.Observation($"{id}-o", id), Fhir.Patient(other)));

        var report = await ImportAsync();

        report.FailedFiles.ShouldContain(failed => failed.Position == "entry 1" && failed.Reason == "has names of more than 16 KB");
        (await StoredAsync(), (long)(await AskAsync("SELECT count(*) FROM clinical.observations"))!).ShouldBe((1L, 0L));
    }

    private async Task RefusedAsync(string? position, string reason)
    {
        var report = await ImportAsync();

        var failed = report.FailedFiles.ShouldHaveSingleItem();
        (failed.Position, failed.Reason).ShouldBe((position ?? failed.Position, reason));
        (report.Resources, report.Patients, await StoredAsync()).ShouldBe((0, 0, 0L));
    }

    // All of the portal's own patients and sources: each test has the class's database, and leaves what it imported.
    private async Task<long> StoredAsync()
    {
        var stored = (long)(await AskAsync("SELECT count(*) FROM source.resources"))!;
        var patients = (long)(await AskAsync("SELECT count(*) FROM pii.patients"))!;
        patients.ShouldBe(stored, "half of something was stored");
        return stored - before;
    }

    private async Task<ImportReport> ImportAsync()
    {
        before = (long)(await AskAsync("SELECT count(*) FROM source.resources"))!;
        return await portal.Get<ImportFhir>().ForAsync(Actor.System("import-fhir"), [folder], null, null, default);
    }

    private Task<object?> AskAsync(string sql) => portal.Database.RunAsync(Portal.Data.Postgres.Embedded.DatabaseRole.Superuser, sql);
}
