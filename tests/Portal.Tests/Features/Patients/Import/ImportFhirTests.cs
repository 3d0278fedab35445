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
    private readonly ImportRoom room = new(portal);
    private readonly string id = Guid.NewGuid().ToString();

    public void Dispose() => room.Dispose();

    [Fact]
    public async Task An_imported_patient_is_found_by_name_and_her_record_opens()
    {
        var account = AccountId.New();
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id, "Ordóñez", "Žofie"), Fhir.Observation($"{id}-o", id)));

        var report = await room.ImportAsync(account);

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
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id), Fhir.Observation($"{id}-o", id, display: "Žofie Testova"), ImportRoom.Organization(id, "North")));
        await room.ImportAsync();
        var before = await room.SnapshotAsync();
        var account = AccountId.New();

        var again = await room.ImportAsync(account);
        var third = await room.ImportAsync(account);

        (again.Resources, again.Unchanged).ShouldBe((3, 3));
        third.Unchanged.ShouldBe(3);
        (await room.SnapshotAsync()).ShouldBe(before);
        await using var db = portal.Open();
        (await db.Set<CareRelationship>().CountAsync(row => row.AccountId == account)).ShouldBe(1);
    }

    [Fact]
    public async Task Another_person_under_a_known_id_is_refused_with_all_that_is_hers()
    {
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id)));
        await room.ImportAsync();
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id, "Other", "Person", "1950-01-01"), Fhir.Observation($"{id}-o", id)));
        await room.WriteAsync("b.ndjson", Fhir.Observation($"{id}-p", id));

        var report = await room.ImportAsync();

        report.Resources.ShouldBe(0);
        report.FailedFiles.Select(failed => failed.Position).ShouldBe(["entry 1", "line 1"]);
        (await room.RowAsync<Patient>($"Patient/{id}")).Sources.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_malformed_file_is_reported_and_the_rest_goes_on()
    {
        await room.WriteAsync("a.json", "{\"resourceType\": \"Bundle\",\n oops");
        await room.WriteAsync("b.json", Fhir.Bundle(Fhir.Patient(id)));
        await room.WriteAsync("c.json", "");

        var report = await room.ImportAsync();

        (report.Files, report.Resources).ShouldBe((3, 1));
        report.FailedFiles.Select(failed => (Path.GetFileName(failed.File), failed.Position, failed.Reason)).ShouldBe(
            [("a.json", "line 2, byte 2", "is not valid JSON"), ("c.json", "", "is empty, or no file that can be read")]);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Each_bundle_writes_one_audit_entry_that_names_its_patients()
    {
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient($"{id}-1"), Fhir.Patient($"{id}-2")));
        await room.WriteAsync("b.json", Fhir.Bundle(Fhir.Patient($"{id}-3")));
        var before = (await room.EntriesAsync()).Select(entry => entry.Id).ToHashSet();

        await room.ImportAsync();

        var entries = (await room.EntriesAsync()).Where(entry => !before.Contains(entry.Id)).OrderByDescending(entry => entry.Patients.Count).ToList();
        entries.Select(entry => entry.Patients.Count).ShouldBe([2, 1]);
        entries.ShouldAllBe(entry => entry.Action == Portal.Kernel.Audit.AuditAction.Import && entry.Job == "import-fhir");
        entries[1].Patients[0].ShouldBe((await room.RowAsync<Patient>($"Patient/{id}-3")).Row.PatientId);
    }

    [Fact]
    [Trait("Norm", "164.308(a)(4)")]
    public async Task Putting_patients_into_care_writes_an_entry_that_names_who_may_open_them_once()
    {
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient($"{id}-1"), Fhir.Patient($"{id}-2")));
        var account = AccountId.New();

        await room.ImportAsync(account);
        await room.ImportAsync(account);

        var grant = (await room.EntriesAsync()).Where(entry => entry.ResourceId == account.Value).ShouldHaveSingleItem();
        grant.Action.ShouldBe(Portal.Kernel.Audit.AuditAction.Grant);
        grant.Resource.ShouldBe(Portal.Kernel.Audit.AuditResource.CareTeam);
        grant.Patients.Count.ShouldBe(2);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_bundle_for_a_patient_without_a_key_leaves_nothing_but_an_entry_that_it_failed()
    {
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id)));
        await room.ImportAsync();
        var patient = (await room.RowAsync<Patient>($"Patient/{id}")).Row.PatientId;
        await using (var owner = await portal.Database.OpenAsync(Portal.Data.Postgres.Embedded.DatabaseRole.Owner))
        {
            await using var command = owner.CreateCommand();
            command.CommandText = "DELETE FROM keys.patient_keys WHERE patient_id = $1";
            command.Parameters.Add(new Npgsql.NpgsqlParameter { Value = patient.Value });
            await command.ExecuteNonQueryAsync();
        }

        await room.WriteAsync("b.json", Fhir.Bundle(Fhir.Observation($"{id}-o", id)));
        var before = (await room.EntriesAsync()).Select(entry => entry.Id).ToHashSet();

        var report = await room.ImportAsync();

        report.FailedFiles.ShouldHaveSingleItem().Reason.ShouldContain("key was destroyed");
        var failed = (await room.EntriesAsync()).Where(entry => !before.Contains(entry.Id)).Single(entry => entry.Outcome == Portal.Kernel.Audit.AuditOutcome.Failed);
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
        await room.WriteAsync("a.json", Fhir.Bundle(Fhir.Patient(id)));
        var before = (await room.EntriesAsync()).Select(entry => entry.Id).ToHashSet();
        var person = Actor.Person(AccountId.New(), role, SessionId.New(), Origin.Local);

        await Should.ThrowAsync<UnauthorizedAccessException>(portal.Get<ImportFhir>().ForAsync(person, [room.Folder], null, null, default));

        (await room.EntriesAsync()).Where(entry => !before.Contains(entry.Id)).ShouldHaveSingleItem().Outcome.ShouldBe(Portal.Kernel.Audit.AuditOutcome.Denied);
    }

    [Fact]
    public async Task A_path_that_does_not_exist_is_refused_before_anything_is_read()
    {
        await Should.ThrowAsync<ValidationException>(
            portal.Get<ImportFhir>().ForAsync(ImportRoom.Importer, [Path.Combine(room.Folder, "missing")], null, null, default));
        await Should.ThrowAsync<ValidationException>(portal.Get<ImportFhir>().ForAsync(ImportRoom.Importer, [], null, null, default));
        await Should.ThrowAsync<ValidationException>(portal.Get<ImportFhir>().ForAsync(ImportRoom.Importer, [room.Folder], default(AccountId), null, default));
    }

    [Fact]
    public async Task An_escape_that_is_half_a_character_is_reported_as_such()
    {
        await room.WriteAsync("a.json", Fhir.Patient(id, "Half\\ud800"));
        await room.WriteAsync("b.json", Fhir.Patient(id, "Whole\\ud83d\\ude00"));

        var report = await room.ImportAsync();

        report.Resources.ShouldBe(1);
        report.FailedFiles.ShouldHaveSingleItem().Reason.ShouldBe("holds an escaped character that is no valid Unicode");
    }
}
