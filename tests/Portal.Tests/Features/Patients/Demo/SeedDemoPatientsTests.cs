using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Demo;
using Portal.Features.Patients.Registration;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Patients.Demo;

public sealed class SeedDemoPatientsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly Actor Job = Actor.System("seed-demo");
    private static readonly Actor First = Patients.People.Clinician();
    private static readonly Actor Second = Patients.People.Clinician();

    private SeedDemoPatients In(string environment)
    {
        var host = Substitute.For<IHostEnvironment>();
        host.EnvironmentName.Returns(environment);
        return new SeedDemoPatients(
            portal.Get<PortalDatabase>(), portal.Get<Gate>(), portal.Get<AuditLog>(), portal.Get<PatientIndexes>(), portal.Clock, host);
    }

    private Task<PatientId> SeedAsync() => In(Environments.Development).ForAsync(
        Job, [new DemoClinician(First.Account!.Value, "Dr. First", 0), new DemoClinician(Second.Account!.Value, "Dr. Second", 1)], default);

    private async Task<IReadOnlyList<PatientId>> OfAsync(Actor clinician)
    {
        await using var db = portal.Open();
        var rows = await db.Set<Portal.Features.Patients.Care.CareRelationship>().AsNoTracking().Where(row => row.AccountId == clinician.Account).ToListAsync();
        return [.. rows.Select(row => row.PatientId)];
    }

    [Fact]
    public async Task Two_hundred_patients_are_added_once_and_a_second_seed_changes_nothing()
    {
        var patient = await SeedAsync();
        var before = await CountAsync();
        before.Patients.ShouldBe(SeedDemoPatients.Count);

        (await SeedAsync()).ShouldBe(patient);

        (await CountAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Every_section_of_the_records_is_filled_over_the_population_and_every_seal_holds()
    {
        await SeedAsync();
        List<RecordView> records = [];
        foreach (var patient in await OfAsync(First))
        {
            records.Add((await portal.Get<OpenRecord>().ForAsync(First, Purpose.Treatment, patient, default))!);
        }

        records.Count.ShouldBe(60);
        records.ShouldAllBe(record => record.Banner.Name.HasValue && record.Encounters.Count >= 4 && record.Observations.Count > 20 && record.Documents.Count >= 4);
        foreach (var count in SectionsOf(records))
        {
            count.ShouldBeGreaterThan(15);
        }

        records.SelectMany(record => record.Observations).ShouldAllBe(item => item.Details.HasValue && item.Code.HasValue);
    }

    [Fact]
    public async Task Every_entry_belongs_to_an_encounter_of_its_own_record()
    {
        await SeedAsync();
        foreach (var patient in (await OfAsync(Second)).Take(10))
        {
            var record = (await portal.Get<OpenRecord>().ForAsync(Second, Purpose.Treatment, patient, default))!;
            var encounters = record.Encounters.Select(item => (Guid?)item.Id).ToHashSet();
            record.Observations.ShouldAllBe(item => encounters.Contains(item.EncounterId));
            record.Medications.ShouldAllBe(item => encounters.Contains(item.EncounterId));
            record.Documents.ShouldAllBe(item => encounters.Contains(item.EncounterId));
        }
    }

    [Fact]
    public async Task The_demo_patient_has_diabetes_its_medicine_and_results_above_the_range()
    {
        var patient = await SeedAsync();
        var record = (await portal.Get<OpenRecord>().ForAsync(First, Purpose.Treatment, patient, default))!;

        record.Banner.Name.ValueOrDefault!.InFull().ShouldBe("Ada Lindqvist");
        record.Problems.ShouldContain(item => item.Code.ValueOrDefault!.Code == "44054006");
        record.Medications.ShouldContain(item => item.Code.ValueOrDefault!.Display.Contains("Metformin", StringComparison.Ordinal));
        var sugar = record.Observations.Where(item => item.Code.ValueOrDefault!.Code == "4548-4").Select(item => item.Details.ValueOrDefault!).ToList();
        sugar.Count.ShouldBeGreaterThan(1);
        sugar[^1].Interpretation.ShouldBe("H");
        (sugar[^1].Value > sugar[^1].Range!.High).ShouldBeTrue();
        var pressure = record.Observations.First(item => item.Code.ValueOrDefault!.Code == "85354-9").Details.ValueOrDefault!;
        pressure.Components.Select(part => part.Code.Code).ShouldBe(["8480-6", "8462-4"]);
    }

    [Fact]
    public async Task Clinicians_share_some_patients_and_some_are_in_nobodys_care()
    {
        await SeedAsync();
        var (first, second) = (await OfAsync(First), await OfAsync(Second));

        (first.Count, second.Count).ShouldBe((60, 60));
        first.Intersect(second).Count().ShouldBe(15);
        first.Union(second).Count().ShouldBeLessThan(SeedDemoPatients.Count);
    }

    [Fact]
    public async Task Billing_finds_a_cover_and_claims_that_add_up()
    {
        var patient = await SeedAsync();
        var bill = (await portal.Get<OpenBillingRecord>().ForAsync(Patients.People.BillingClerk(), Purpose.Payment, patient, default))!;

        bill.Coverages.ShouldHaveSingleItem();
        bill.Claims.Count.ShouldBeGreaterThanOrEqualTo(4);
        bill.Claims.ShouldAllBe(item => item.Details.ValueOrDefault!.LineAmounts.Sum() == item.Details.ValueOrDefault!.Total);
        bill.Benefits.Count.ShouldBe(bill.Claims.Count);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Each_patient_is_named_by_one_import_entry()
    {
        await SeedAsync();
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.Auditor);
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT count(*), count(DISTINCT p.patient), count(DISTINCT e.id) FROM audit.log e, unnest(e.patients) AS p (patient) WHERE e.job = 'seed-demo' AND e.action = 8";
        await using var reader = await command.ExecuteReaderAsync();
        (await reader.ReadAsync()).ShouldBeTrue();

        (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)).ShouldBe((200, 200, 8));
    }

    [Fact]
    public async Task Who_may_not_maintain_the_instance_adds_nothing() =>
        await Should.ThrowAsync<UnauthorizedAccessException>(() => In(Environments.Development).ForAsync(First, [], default));

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Outside_Development_nothing_is_added(string environment) =>
        await Should.ThrowAsync<InvalidOperationException>(() => In(environment).ForAsync(Job, [], default));

    private async Task<(int Patients, int Observations, int Tokens)> CountAsync()
    {
        await using var db = portal.Open();
        return (await db.Set<Patient>().CountAsync(), await db.Set<Observation>().CountAsync(), await db.Set<NameToken>().CountAsync());
    }

    private static IEnumerable<int> SectionsOf(IReadOnlyList<RecordView> records) =>
    [
        records.Count(record => record.Problems.Count > 0),
        records.Count(record => record.Medications.Count > 0),
        records.Count(record => record.Immunizations.Count > 0),
        records.Count(record => record.Procedures.Count > 0),
        records.Count(record => record.Reports.Count > 0),
        records.Count(record => record.CarePlans.Count > 0),
    ];

    [Fact]
    public async Task A_clinician_without_an_account_is_refused_before_anything_is_written() =>
        await Should.ThrowAsync<FluentValidation.ValidationException>(() => In(Environments.Development).ForAsync(Job, [new DemoClinician(default, "Dr. Nobody", 0)], default));
}
