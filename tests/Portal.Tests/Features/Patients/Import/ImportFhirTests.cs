using System.Text;
using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Patients;
using Portal.Features.Patients.Billing;
using Portal.Features.Patients.Care;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Import.Source;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients.Import;

public sealed class ImportFhirTests(PortalFixture portal) : IClassFixture<PortalFixture>, IDisposable
{
    private static readonly Actor Importer = Actor.System("import-fhir");

    private readonly string folder = Directory.CreateTempSubdirectory("portal-import").FullName;
    private readonly string id = Guid.NewGuid().ToString();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task An_imported_patient_is_found_by_name_and_her_record_opens()
    {
        var account = AccountId.New();
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id, "Ordóñez", "Žofie"), Fhir.Observation($"{id}-o", id)));

        var report = await ImportAsync(account);

        (report.Files, report.Resources, report.Patients, report.Unchanged).ShouldBe((1, 2, 1, 0));
        report.FailedFiles.ShouldBeEmpty();
        report.ByType.ShouldBe(new Dictionary<string, long> { ["Observation"] = 1, ["Patient"] = 1 });
        var actor = Actor.Person(account, Role.Clinician, SessionId.New(), Origin.Local);
        var found = await portal.Get<SearchPatients>().ForAsync(actor, Purpose.Treatment, "ordon zof", null, default);
        var record = await portal.Get<OpenRecord>().ForAsync(actor, Purpose.Treatment, found.Items.ShouldHaveSingleItem().Id, default);
        record!.Banner.Name.ValueOrDefault.ShouldBe(new PersonName("Ordóñez", "Žofie"));
        record.Banner.BirthDate.ValueOrDefault.ShouldBe(new DateOnly(1980, 2, 29));
        record.Banner.Mrn.ValueOrDefault.ShouldStartWith("P-");
        var observation = record.Observations.ShouldHaveSingleItem();
        observation.At.ShouldBe(new DateTimeOffset(2020, 5, 1, 8, 0, 0, TimeSpan.Zero));
        observation.Details.ValueOrDefault!.Value.ShouldBe(7.5m);
    }

    [Fact]
    public async Task The_same_files_again_change_nothing_and_still_assign()
    {
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id), Fhir.Observation($"{id}-o", id, display: "Žofie Testova"), Organization(id, "North")));
        await ImportAsync();
        var before = await SnapshotAsync();
        var account = AccountId.New();

        var again = await ImportAsync(account);
        var third = await ImportAsync(account);

        (again.Resources, again.Unchanged).ShouldBe((3, 3));
        third.Unchanged.ShouldBe(3);
        (await SnapshotAsync()).ShouldBe(before);
        await using var db = portal.Open();
        (await db.Set<CareRelationship>().CountAsync(row => row.AccountId == account)).ShouldBe(1);
    }

    [Fact]
    public async Task A_changed_resource_gets_a_revision_and_replaces_its_row_under_the_same_id()
    {
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id), Fhir.Observation($"{id}-o", id, 7.5m), Fhir.Observation($"{id}-p", id, 1m)));
        await ImportAsync();
        var before = await RowAsync<Observation>($"Observation/{id}-o");
        await WriteAsync("a.json", Fhir.Observation($"{id}-o", id, 9.5m));

        var report = await ImportAsync();

        (report.Resources, report.Unchanged, report.Patients).ShouldBe((1, 0, 1));
        var (row, sources) = await RowAsync<Observation>($"Observation/{id}-o");
        row.Id.ShouldBe(before.Row.Id);
        row.Version.ShouldBe(2);
        sources.Select(source => source.Revision).ShouldBe([1, 2]);
        sources.ShouldAllBe(source => !source.SealBroken);
        var access = await AccessAsync(row.PatientId);
        access.Reveal(row, row.Details).ValueOrDefault!.Value.ShouldBe(9.5m);
        await using var db = portal.Open();
        (await db.Set<Observation>().CountAsync(one => one.PatientId == row.PatientId)).ShouldBe(2);
    }

    [Fact]
    public async Task A_changed_patient_keeps_id_and_given_record_number_and_is_found_by_the_new_name_alone()
    {
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id, "Oldnamova")));
        await ImportAsync();
        var (before, _) = await RowAsync<Patient>($"Patient/{id}");
        await WriteAsync("a.json", Fhir.Patient(id, "Newnamova"));

        await ImportAsync();

        var (after, _) = await RowAsync<Patient>($"Patient/{id}");
        after.Id.ShouldBe(before.Id);
        after.MrnIndex.ShouldBe(before.MrnIndex);
        var access = await AccessAsync(after.PatientId);
        access.Reveal(after, after.Name).ValueOrDefault!.Family.ShouldBe("Newnamova");
        await using var db = portal.Open();
        var listed = await db.Set<PatientListRow>().SingleAsync(row => row.PatientId == after.PatientId);
        access.Reveal(listed, listed.Name).ValueOrDefault!.Family.ShouldBe("Newnamova");
        var indexes = portal.Get<PatientIndexes>();
        (await HasTokenAsync(db, after.PatientId, indexes.QueryToken("newnam"))).ShouldBeTrue();
        (await HasTokenAsync(db, after.PatientId, indexes.QueryToken("oldnam"))).ShouldBeFalse();
    }

    [Fact]
    public async Task Another_person_under_a_known_id_is_refused_with_all_that_is_hers()
    {
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id)));
        await ImportAsync();
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id, "Other", "Person", "1950-01-01"), Fhir.Observation($"{id}-o", id)));
        await WriteAsync("b.ndjson", Fhir.Observation($"{id}-p", id));

        var report = await ImportAsync();

        report.Resources.ShouldBe(0);
        report.FailedFiles.Select(failed => failed.Position).ShouldBe(["entry 1", "line 1"]);
        (await RowAsync<Patient>($"Patient/{id}")).Sources.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Several_patients_in_one_bundle_each_get_their_own()
    {
        await WriteAsync("a.json", Fhir.Bundle(
            Fhir.Patient($"{id}-1"), Fhir.Patient($"{id}-2"), Fhir.Observation($"{id}-o1", $"{id}-1"), Fhir.Observation($"{id}-o2", $"{id}-2")));

        (await ImportAsync()).Patients.ShouldBe(2);

        var first = (await RowAsync<Patient>($"Patient/{id}-1")).Row.PatientId;
        var second = (await RowAsync<Patient>($"Patient/{id}-2")).Row.PatientId;
        first.ShouldNotBe(second);
        (await RowAsync<Observation>($"Observation/{id}-o1")).Row.PatientId.ShouldBe(first);
        (await RowAsync<Observation>($"Observation/{id}-o2")).Row.PatientId.ShouldBe(second);
        await using var db = portal.Open();
        (await db.Set<NameToken>().CountAsync(row => row.PatientId == first)).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Lines_find_their_patient_in_another_file_or_in_a_later_line()
    {
        await WriteAsync("Observation.ndjson", $"{Fhir.Observation($"{id}-o1", id)}\n{Fhir.Observation($"{id}-o2", $"{id}-late")}\n{Fhir.Patient($"{id}-late")}");
        await WriteAsync("Patient.ndjson", Fhir.Patient(id));
        await WriteAsync("a-single.json", Fhir.Observation($"{id}-o3", id));
        await WriteAsync("Condition.ndjson", $$$"""{"resourceType":"Condition","id":"{{{id}}}-c","subject":{"reference":"Patient/{{{id}}}-nobody"}}""");

        var report = await ImportAsync();

        report.Resources.ShouldBe(5);
        report.Patients.ShouldBe(2);
        var failed = report.FailedFiles.ShouldHaveSingleItem();
        (Path.GetFileName(failed.File), failed.Position).ShouldBe(("Condition.ndjson", "line 1"));
        (await ImportAsync()).Unchanged.ShouldBe(5);
    }

    [Fact]
    public async Task A_known_patient_is_recognised_in_another_file()
    {
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id)));
        await ImportAsync();
        File.Delete(Path.Combine(folder, "a.json"));
        await WriteAsync("b.json", Fhir.Bundle(Fhir.Observation($"{id}-o", id)));

        (await ImportAsync()).FailedFiles.ShouldBeEmpty();

        (await RowAsync<Observation>($"Observation/{id}-o")).Row.PatientId.ShouldBe((await RowAsync<Patient>($"Patient/{id}")).Row.PatientId);
    }

    [Fact]
    public async Task A_malformed_file_is_reported_and_the_rest_goes_on()
    {
        await WriteAsync("a.json", "{\"resourceType\": \"Bundle\",\n oops");
        await WriteAsync("b.json", Fhir.Bundle(Fhir.Patient(id)));
        await WriteAsync("c.json", "");

        var report = await ImportAsync();

        (report.Files, report.Resources).ShouldBe((3, 1));
        report.FailedFiles.Select(failed => (Path.GetFileName(failed.File), failed.Position, failed.Reason)).ShouldBe(
            [("a.json", "line 2, byte 2", "is not valid JSON"), ("c.json", "", "is empty, or no file that can be read")]);
    }

    [Fact]
    public async Task Shared_directory_resources_with_other_bodies_are_all_kept_and_are_nobodys_change()
    {
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id), Organization(id, "North")));
        await WriteAsync("b.json", Fhir.Bundle(Fhir.Patient(id), Organization(id, "North Shore"), Organization(id, "North")));

        var report = await ImportAsync();

        (report.Resources, report.Unchanged, report.Patients).ShouldBe((5, 2, 1));
        var key = portal.Get<Portal.Kernel.Crypto.KeyRing>();
        var sourceKey = new SourceKeys(key.Index).Of($"Organization/{id}").ToByteArray();
        await using var db = portal.Open();
        (await db.Set<DirectoryResource>().CountAsync(row => row.SourceKey == sourceKey)).ShouldBe(2);
    }

    [Fact]
    public async Task A_contained_cover_becomes_one_cover_however_many_claims_repeat_it()
    {
        await WriteAsync("a.json", Fhir.Bundle([Fhir.Patient(id), .. Enumerable.Range(0, 3).Select(number =>
            $$$"""{"resourceType":"ExplanationOfBenefit","id":"{{{id}}}-b{{{number}}}","status":"active","created":"2020-02-0{{{number + 1}}}","patient":{"reference":"Patient/{{{id}}}"},"contained":[{"resourceType":"Coverage","id":"c","status":"active","type":{"text":"Humana"},"payor":[{"display":"Humana"}]}]}""")]));
        await ImportAsync();
        await WriteAsync("b.json", $$$"""{"resourceType":"ExplanationOfBenefit","id":"{{{id}}}-b9","created":"2021-02-01","patient":{"reference":"Patient/{{{id}}}"},"contained":[{"resourceType":"Coverage","id":"c","status":"active","type":{"text":"Humana"},"payor":[{"display":"Humana"}]}]}""");
        await ImportAsync();

        var patient = (await RowAsync<Patient>($"Patient/{id}")).Row.PatientId;
        await using var db = portal.Open();
        var cover = await db.Set<Coverage>().SingleAsync(row => row.PatientId == patient);
        cover.At.ShouldBe(new DateTimeOffset(2020, 2, 1, 0, 0, 0, TimeSpan.Zero));
        (await AccessAsync(patient)).Reveal(cover, cover.Details).ValueOrDefault!.Payor.ShouldBe("Humana");
        (await db.Set<ExplanationOfBenefit>().CountAsync(row => row.PatientId == patient)).ShouldBe(4);
    }

    [Fact]
    public async Task An_observation_points_to_its_encounter_whichever_comes_first()
    {
        var observation = Fhir.Observation($"{id}-o", id).Replace("\"subject\"", $"\"encounter\":{{\"reference\":\"Encounter/{id}-e\"}},\"subject\"", StringComparison.Ordinal);
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id), observation));
        await WriteAsync("b.json", $$$"""{"resourceType":"Encounter","id":"{{{id}}}-e","subject":{"reference":"Patient/{{{id}}}"}}""");

        await ImportAsync();

        (await RowAsync<Observation>($"Observation/{id}-o")).Row.EncounterId.ShouldBe((await RowAsync<Encounter>($"Encounter/{id}-e")).Row.Id);
    }

    [Fact]
    public async Task The_stored_source_holds_a_token_in_place_of_the_patients_name_and_gives_it_back()
    {
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id), Fhir.Observation($"{id}-o", id, display: "Ms. Žofie T.")));
        await ImportAsync();
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Observation($"{id}-p", id, display: "Žofie Second")));
        await ImportAsync();

        var (patient, _) = await RowAsync<Patient>($"Patient/{id}");
        var access = await AccessAsync(patient.PatientId);
        var displays = new SubjectDisplays(patient.PatientId, access.Reveal(patient, patient.SourceDisplays).ValueOrDefault!);
        displays.All.ShouldBe(["Ms. Žofie T.", "Žofie Second"]);
        var source = (await RowAsync<Observation>($"Observation/{id}-p")).Sources.Single();
        var body = SourceBody.Unpack(access.Reveal(source, source.Body).ValueOrDefault!);
        Encoding.UTF8.GetString(body.Json.Span).ShouldNotContain("Second");
        Encoding.UTF8.GetString(SourceText.WithDisplays(body.Json, displays.DisplayOf)).ShouldBe(
            Encoding.UTF8.GetString(SourceText.Canonical(Fhir.Json(Fhir.Observation($"{id}-p", id, display: "Žofie Second")))));
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Each_bundle_writes_one_audit_entry_that_names_its_patients()
    {
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient($"{id}-1"), Fhir.Patient($"{id}-2")));
        await WriteAsync("b.json", Fhir.Bundle(Fhir.Patient($"{id}-3")));
        var before = (await EntriesAsync()).Select(entry => entry.Id).ToHashSet();

        await ImportAsync();

        var entries = (await EntriesAsync()).Where(entry => !before.Contains(entry.Id)).OrderByDescending(entry => entry.Patients.Count).ToList();
        entries.Select(entry => entry.Patients.Count).ShouldBe([2, 1]);
        entries.ShouldAllBe(entry => entry.Action == Portal.Kernel.Audit.AuditAction.Import && entry.Job == "import-fhir");
        entries[1].Patients[0].ShouldBe((await RowAsync<Patient>($"Patient/{id}-3")).Row.PatientId);
    }

    [Fact]
    [Trait("Norm", "164.308(a)(4)")]
    public async Task Putting_patients_into_care_writes_an_entry_that_names_who_may_open_them_once()
    {
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient($"{id}-1"), Fhir.Patient($"{id}-2")));
        var account = AccountId.New();

        await ImportAsync(account);
        await ImportAsync(account);

        var grant = (await EntriesAsync()).Where(entry => entry.ResourceId == account.Value).ShouldHaveSingleItem();
        grant.Action.ShouldBe(Portal.Kernel.Audit.AuditAction.Grant);
        grant.Resource.ShouldBe(Portal.Kernel.Audit.AuditResource.CareTeam);
        grant.Patients.Count.ShouldBe(2);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_bundle_for_a_patient_without_a_key_leaves_nothing_but_an_entry_that_it_failed()
    {
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id)));
        await ImportAsync();
        var patient = (await RowAsync<Patient>($"Patient/{id}")).Row.PatientId;
        await using (var owner = await portal.Database.OpenAsync(Portal.Data.Postgres.Embedded.DatabaseRole.Owner))
        {
            await using var command = owner.CreateCommand();
            command.CommandText = "DELETE FROM keys.patient_keys WHERE patient_id = $1";
            command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = patient.Value });
            await command.ExecuteNonQueryAsync();
        }

        await WriteAsync("b.json", Fhir.Bundle(Fhir.Observation($"{id}-o", id)));
        var before = (await EntriesAsync()).Select(entry => entry.Id).ToHashSet();

        var report = await ImportAsync();

        report.FailedFiles.ShouldHaveSingleItem().Reason.ShouldContain("key was destroyed");
        var failed = (await EntriesAsync()).Where(entry => !before.Contains(entry.Id)).Single(entry => entry.Outcome == Portal.Kernel.Audit.AuditOutcome.Failed);
        failed.Patients.ShouldBe([patient]);
        await using var db = portal.Open();
        (await db.Set<Observation>().AnyAsync(row => row.PatientId == patient)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.BillingClerk)]
    [Trait("Norm", "164.312(b)")]
    public async Task Given_a_person_When_importing_Then_it_is_refused_and_audited(Role role)
    {
        await WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id)));
        var before = (await EntriesAsync()).Select(entry => entry.Id).ToHashSet();
        var person = Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local);

        await Should.ThrowAsync<UnauthorizedAccessException>(portal.Get<ImportFhir>().ForAsync(person, [folder], null, null, default));

        (await EntriesAsync()).Where(entry => !before.Contains(entry.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(Portal.Kernel.Audit.AuditOutcome.Denied);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_refused_before_anything_is_read()
    {
        await Should.ThrowAsync<ValidationException>(
            portal.Get<ImportFhir>().ForAsync(Importer, [Path.Combine(folder, "missing")], null, null, default));
        await Should.ThrowAsync<ValidationException>(portal.Get<ImportFhir>().ForAsync(Importer, [], null, null, default));
        await Should.ThrowAsync<ValidationException>(portal.Get<ImportFhir>().ForAsync(Importer, [folder], default(AccountId), null, default));
    }

    [Fact]
    public async Task An_escape_that_is_half_a_character_is_reported_as_such()
    {
        await WriteAsync("a.json", Fhir.Patient(id, "Half\\ud800"));
        await WriteAsync("b.json", Fhir.Patient(id, "Whole\\ud83d\\ude00"));

        var report = await ImportAsync();

        report.Resources.ShouldBe(1);
        report.FailedFiles.ShouldHaveSingleItem().Reason.ShouldBe("holds an escaped character that is no valid Unicode");
    }

    private async Task<ImportReport> ImportAsync(AccountId? assignTo = null) =>
        await portal.Get<ImportFhir>().ForAsync(Importer, [folder], assignTo, null, default);

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(folder, name), text);

    private static string Organization(string id, string name) => $$"""{"resourceType":"Organization","id":"{{id}}","name":"{{name}}"}""";

    private async Task<(TRow Row, List<SourceResource> Sources)> RowAsync<TRow>(string sourceName)
        where TRow : Portal.Data.Sealing.SealedRow
    {
        var key = new SourceKeys(portal.Get<Portal.Kernel.Crypto.KeyRing>().Index).Of(sourceName).ToByteArray();
        await using var db = portal.Open();
        var sources = await db.Set<SourceResource>().Where(row => row.SourceKey == key).OrderBy(row => row.Revision).ToListAsync();
        var id = sources[^1].RowId!.Value;
        return (await db.Set<TRow>().SingleAsync(row => row.Id == id), sources);
    }

    private async Task<Access> AccessAsync(PatientId patient)
    {
        await using var db = portal.Open();
        return await portal.Get<Gate>().OpenForImportAsync(db, Importer, [patient], [], default);
    }

    private static Task<bool> HasTokenAsync(PortalDbContext db, PatientId patient, byte[]? token) =>
        db.Set<NameToken>().AnyAsync(row => row.PatientId == patient && row.Token == token);

    private async Task<List<Portal.Kernel.Audit.AuditEntry>> EntriesAsync()
    {
        var entries = new List<Portal.Kernel.Audit.AuditEntry>();
        await foreach (var signed in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            entries.Add(signed.Entry);
        }

        return entries;
    }

    private async Task<string> SnapshotAsync()
    {
        await using var db = portal.Open();
        return $"{await db.Set<Patient>().CountAsync()} {await db.Set<PatientListRow>().CountAsync()} {await db.Set<NameToken>().CountAsync()} {await db.Set<Observation>().CountAsync()} {await db.Set<SourceResource>().CountAsync()} {await db.Set<DirectoryResource>().CountAsync()}";
    }
}
