using System.Text.RegularExpressions;
using Npgsql;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Xunit.Abstractions;

namespace Portal.Tests.Data.Postgres;

/// <summary>The plans of the statements that a search of the audit log sends, among 200,000 entries of three months, through the auditor's own login.</summary>
public sealed partial class AuditPlanTests(PortalFixture portal, ITestOutputHelper output) : IClassFixture<PortalFixture>, IAsyncLifetime
{
    // Some 39 seconds apart: each of 20,000 patients once in nine days, each of 500 people some 4 times a day.
    private const string Fill = """
        INSERT INTO audit.entries (at, id, role, account, session, action, resource, categories, purpose, outcome, ip, agent, node, mac)
        SELECT date_trunc('month', now(), 'UTC') + n * interval '38.8 seconds', md5('e' || n)::uuid, 2, md5('a' || n * 7 % 500)::uuid, md5('s' || n % 9000)::uuid, 1, 1, 3, 1,
               CASE WHEN n % 50 = 0 THEN 2 ELSE 1 END, '10.1.0.1', 'A browser of some length, as browsers call themselves', 'node-a', substr(sha256(n::text::bytea), 1, 16)
        FROM generate_series(1, 200000) n;
        INSERT INTO audit.entry_patients (patient, at, entry)
        SELECT md5('p' || n % 20000)::uuid, date_trunc('month', now(), 'UTC') + n * interval '38.8 seconds', md5('e' || n)::uuid FROM generate_series(1, 200000) n;
        """;

    private const string Analyze = "VACUUM (ANALYZE) audit.entries, audit.entry_patients";

    private DateTimeOffset start;

    public async Task InitializeAsync()
    {
        start = new DateTimeOffset((DateTime)(await portal.Database.AsSuperuserAsync("SELECT date_trunc('month', now(), 'UTC')"))!, TimeSpan.Zero);
        if (await portal.Database.AsSuperuserAsync("SELECT count(*) FROM audit.entries") is < 200_000L)
        {
            await portal.Database.AsSuperuserAsync(Fill);
            await portal.Database.AsSuperuserAsync(Analyze);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    [Trait("Norm", "164.308(a)(1)(ii)(D)")]
    public async Task A_patient_in_one_hour_is_read_from_one_month_by_index_in_eight_buffers_at_most()
    {
        // The patient's third entry, half an hour into the window.
        var at = start.AddSeconds(38.8 * 40_777);
        var patient = (Guid)(await portal.Database.AsSuperuserAsync("SELECT md5('p777')::uuid"))!;
        var (plan, buffers, rows) = await ExplainAsync(new AuditFilter { Patient = new PatientId(patient) }, at.AddMinutes(-30), at.AddMinutes(30));

        rows.ShouldBe(1, plan);
        Months().Matches(plan).Select(month => month.Value).Distinct().Count().ShouldBe(1, plan);
        plan.ShouldNotContain("Seq Scan");
        buffers.ShouldBeInRange(1, 8, plan);
    }

    [Fact]
    public async Task A_day_of_everything_is_read_backwards_until_the_page_is_full()
    {
        var (plan, buffers, rows) = await ExplainAsync(new AuditFilter(), start.AddDays(9), start.AddDays(10));

        rows.ShouldBe(51, plan);
        plan.ShouldContain("Index Scan Backward");
        plan.ShouldNotContain("Seq Scan");
        plan.ShouldNotContain("Sort");
        buffers.ShouldBeInRange(1, 60, plan);
    }

    [Fact]
    public async Task A_person_in_a_month_is_read_by_index()
    {
        var person = (Guid)(await portal.Database.AsSuperuserAsync("SELECT md5('a7')::uuid"))!;
        var (plan, _, rows) = await ExplainAsync(new AuditFilter { Account = new AccountId(person) }, start.AddDays(1), start.AddDays(25));

        rows.ShouldBe(51, plan);
        plan.ShouldNotContain("Seq Scan");
        plan.ShouldContain("account_at_idx");
    }

    [Fact]
    public async Task What_no_index_serves_reads_no_more_than_its_window()
    {
        var filter = new AuditFilter { Network = System.Net.IPNetwork.Parse("192.0.2.0/24"), Outcome = AuditOutcome.Denied, Node = "node-b" };
        var (plan, _, rows) = await ExplainAsync(filter, start.AddDays(9), start.AddDays(10));

        rows.ShouldBe(0, plan);
        plan.ShouldNotContain("Seq Scan");
        Removed().Matches(plan).Sum(one => int.Parse(one.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ShouldBeLessThan(2_300, plan);
    }

    private async Task<(string Plan, int Buffers, int Rows)> ExplainAsync(AuditFilter filter, DateTimeOffset from, DateTimeOffset to)
    {
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.Auditor);
        await using var command = PostgresAuditReader.Command(connection, filter, from, new TimeCursor(to, Guid.Empty), 51);
        command.CommandText = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) " + command.CommandText;
        await using var reader = await command.ExecuteReaderAsync();
        var plan = "";
        while (await reader.ReadAsync())
        {
            plan += reader.GetString(0) + "\n";
        }

        output.WriteLine(plan);
        // The first line of buffers is the whole statement's.
        var buffers = Touched().Matches(plan.Split('\n').First(line => line.Contains("Buffers:", StringComparison.Ordinal))).Sum(one => Number(one));
        return (plan, buffers, Number(Counted().Match(plan)));
    }

    private static int Number(Match match) => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"_\d{4}_\d{2}\b")]
    private static partial Regex Months();

    [GeneratedRegex(@"(?:hit|read)=(\d+)")]
    private static partial Regex Touched();

    [GeneratedRegex(@"actual rows=(\d+)")]
    private static partial Regex Counted();

    [GeneratedRegex(@"Rows Removed by Filter: (\d+)")]
    private static partial Regex Removed();
}
