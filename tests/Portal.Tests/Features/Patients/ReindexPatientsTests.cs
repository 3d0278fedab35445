using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients;
using Portal.Features.Patients.Import;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Tests.Features.Patients.Import;

namespace Portal.Tests.Features.Patients;

public sealed class ReindexPatientsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly Actor Job = Actor.System("reindex-patients");

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Patients_of_an_older_version_are_found_by_todays_kinds_afterwards_and_once_is_enough()
    {
        // Sample patients have tokens of their names alone, as an older version wrote them.
        var patient = await SamplePatients.AddAsync(portal, assignTo: null, new PersonName("王", "芳"), "MRN-55110", observations: 0);
        await using (var db = portal.Open())
        {
            await db.Set<NameToken>().Where(token => token.PatientId == patient).ExecuteDeleteAsync();
        }

        (await FindAsync("王")).ShouldBeEmpty();

        (await portal.Get<ReindexPatients>().ForAsync(Job, null, default)).ShouldBe(1);

        (await FindAsync("王")).ShouldBe([patient]);
        (await portal.Get<ReindexPatients>().ForAsync(Job, null, default)).ShouldBe(0);
        var entry = (await EntriesAsync(patient)).ShouldHaveSingleItem();
        (entry.Job, entry.Action, entry.Outcome).ShouldBe(("reindex-patients", AuditAction.Maintain, AuditOutcome.Allowed));
    }

    [Fact]
    public async Task Former_names_and_identifiers_that_only_the_source_holds_are_found_again()
    {
        var id = Guid.NewGuid().ToString();
        const string More = ""","identifier":[{"type":{"coding":[{"code":"PPN"}]},"value":"Q77-PASS-31"},{"type":{"coding":[{"code":"DL"}]},"value":"DL-4488-99"}]""";
        await ImportAsync(Fhir.Patient(id, "Nowak", "Ewa", more: More).Replace("\"name\":[", "\"name\":[{\"use\":\"maiden\",\"family\":\"Zielinska\",\"given\":[\"Ewa\"]},", StringComparison.Ordinal));
        var patient = (await FindAsync("Q77-PASS-31")).ShouldHaveSingleItem();
        await using (var db = portal.Open())
        {
            await db.Set<NameToken>().Where(token => token.PatientId == patient).ExecuteDeleteAsync();
        }

        (await FindAsync("Q77-PASS-31")).ShouldBeEmpty();

        await portal.Get<ReindexPatients>().ForAsync(Job, null, default);

        foreach (var text in new[] { "nowak", "zielinska", "Q77-PASS-31", "dl 4488 99" })
        {
            (await FindAsync(text)).ShouldContain(patient, text);
        }
    }

    [Fact]
    public async Task Who_is_being_changed_at_the_moment_is_not_waited_for_and_is_indexed_the_next_time()
    {
        var patient = await SamplePatients.AddAsync(portal, assignTo: null, new PersonName("Halonen", "Aino"), "MRN-55111", observations: 0);
        await using var other = portal.Open();
        await using (var change = await other.Database.BeginTransactionAsync())
        {
            await other.Database.ExecuteSqlAsync($"SELECT 1 FROM pii.patients WHERE id = {patient.Value} FOR UPDATE");
            await portal.Get<ReindexPatients>().ForAsync(Job, null, default);
            (await GenerationsOfAsync(patient)).ShouldBe(0);
        }

        await portal.Get<ReindexPatients>().ForAsync(Job, null, default);
        (await GenerationsOfAsync(patient)).ShouldBe(1);
    }

    [Fact]
    public async Task Tokens_that_were_added_while_an_import_waited_for_the_patient_do_not_outlive_it()
    {
        var id = Guid.NewGuid().ToString();
        await ImportAsync(Fhir.Patient(id, "Ferrante", "Lia", more: Phone("617-555-0171")));
        var patient = (await FindAsync("617-555-0171")).ShouldHaveSingleItem();
        await using var other = portal.Open();
        await using var lockedByIndexing = await other.Database.BeginTransactionAsync();
        await portal.Get<PortalDatabase>().LockPatientsAsync(other, [patient.Value], default);

        var import = ImportAsync(Fhir.Patient(id, "Ferrante", "Lia", more: Phone("617-555-0172")));
        while (!import.IsCompleted && (long)(await portal.Database.RunAsync(DatabaseRole.Superuser, "SELECT count(*) FROM pg_locks WHERE NOT granted"))! == 0)
        {
            await Task.Delay(20);
        }

        import.IsCompleted.ShouldBeFalse();
        var late = new byte[16];
        await other.Database.ExecuteSqlAsync($"INSERT INTO pii.name_tokens (token, patient_id) VALUES ({late}, {patient.Value})");
        await lockedByIndexing.CommitAsync();
        await import;

        await using var db = portal.Open();
        (await db.Set<NameToken>().CountAsync(token => token.PatientId == patient && token.Token == late)).ShouldBe(0);
        (await FindAsync("617-555-0171")).ShouldBeEmpty();
        (await FindAsync("617-555-0172")).ShouldBe([patient]);
    }

    [Fact]
    public async Task A_person_may_not_do_it() =>
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ReindexPatients>().ForAsync(People.In(Role.Administrator), null, default));

    private static string Phone(string number) => $$""","telecom":[{"system":"phone","value":"{{number}}"}]""";

    private async Task<int> GenerationsOfAsync(PatientId patient)
    {
        var generation = portal.Get<PatientIndexes>().GenerationToken;
        await using var db = portal.Open();
        return await db.Set<NameToken>().CountAsync(token => token.PatientId == patient && token.Token == generation);
    }

    private async Task ImportAsync(string resource)
    {
        var path = Path.Combine(Path.GetTempPath(), $"portal-reindex-{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(path, Fhir.Bundle(resource));
        try
        {
            (await portal.Get<ImportFhir>().ForAsync(Actor.System("import-fhir"), [path], null, null, default)).FailedFiles.ShouldBeEmpty();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<IReadOnlyList<PatientId>> FindAsync(string text) =>
        [.. (await portal.Get<SearchPatients>().ForAsync(People.In(Role.FrontDesk), Purpose.Operations, text, null, default)).Items.Select(item => item.Id)];

    private async Task<List<AuditEntry>> EntriesAsync(PatientId patient)
    {
        var entries = new List<AuditEntry>();
        await foreach (var signed in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            if (signed.Entry.Patients.Contains(patient) && signed.Entry.Action == AuditAction.Maintain)
            {
                entries.Add(signed.Entry);
            }
        }

        return entries;
    }
}
