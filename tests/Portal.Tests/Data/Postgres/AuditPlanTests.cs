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
        INSERT INTO audit.contexts (no, account, session, ip, agent, node) OVERRIDING SYSTEM VALUE
        SELECT 1000000 + n, md5('a' || n)::uuid, md5('s' || n)::uuid, '10.1.0.1', 'A browser of some length, as browsers call themselves', 'node-a' FROM generate_series(0, 499) n;
        INSERT INTO audit.subjects (no, patient) OVERRIDING SYSTEM VALUE SELECT 1000000 + n, md5('p' || n)::uuid FROM generate_series(0, 19999) n;
        INSERT INTO audit.entries (at, id, context, subject, categories, role, action, resource, purpose, outcome, mac)
        SELECT at, md5('e' || n)::uuid, 1000000 + n * 7 % 500, ((1000000 + n % 20000) << 5) | (((at AT TIME ZONE 'UTC')::date - DATE '1970-01-01') & 31),
               3, 2, 1, 1, 1, CASE WHEN n % 50 = 0 THEN 2 ELSE 1 END, substr(sha256(n::text::bytea), 1, 16)
        FROM (SELECT n, date_trunc('month', now(), 'UTC') + n * interval '38.8 seconds' AS at FROM generate_series(1, 200000) n) AS made;
        """;

    private const string Analyze = "VACUUM (ANALYZE) audit.entries, audit.contexts, audit.subjects";

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
    public async Task A_patient_in_one_hour_is_found_in_one_month_by_index_in_eight_buffers_at_most()
    {
        // The patient's third entry, half an hour into the window.
        var at = start.AddSeconds(38.8 * 40_777);
        var patient = (Guid)(await portal.Database.AsSuperuserAsync("SELECT md5('p777')::uuid"))!;
        var (plan, buffers, rows) = await ExplainAsync(new AuditFilter { Patient = new PatientId(patient) }, at.AddMinutes(-30), at.AddMinutes(30));

        rows.ShouldBe(1, plan);
        Months().Matches(plan).Select(month => month.Value).Distinct().Count().ShouldBe(1, plan);
        plan.ShouldNotContain("Seq Scan on entries");
        buffers.ShouldBeInRange(1, 8, plan);
    }

    [Fact]
    public async Task What_an_entry_names_is_looked_up_by_key_in_four_buffers_each()
    {
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.Auditor);
        foreach (var sql in new[] { PostgresStoredRows.Contexts, PostgresStoredRows.Subjects })
        {
            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [1_000_321] });

            var (plan, buffers, rows) = await ExplainAsync(command);

            rows.ShouldBe(1, plan);
            plan.ShouldNotContain("Seq Scan");
            buffers.ShouldBeInRange(1, 4, plan);
        }
    }

    [Fact]
    public async Task A_day_of_everything_is_read_backwards_until_the_page_is_full()
    {
        var (plan, buffers, rows) = await ExplainAsync(new AuditFilter(), start.AddDays(9), start.AddDays(10));

        rows.ShouldBe(51, plan);
        plan.ShouldContain("Index Scan Backward");
        plan.ShouldNotContain("Seq Scan on entries");
        plan.ShouldNotContain("Sort");
        buffers.ShouldBeInRange(1, 400, plan);
    }

    [Fact]
    public async Task A_person_in_a_month_is_read_by_index()
    {
        var person = (Guid)(await portal.Database.AsSuperuserAsync("SELECT md5('a7')::uuid"))!;
        var (plan, _, rows) = await ExplainAsync(new AuditFilter { Account = new AccountId(person) }, start.AddDays(1), start.AddDays(25));

        rows.ShouldBe(51, plan);
        plan.ShouldNotContain("Seq Scan on entries");
    }

    [Fact]
    public async Task What_no_index_serves_reads_no_more_than_its_window()
    {
        var filter = new AuditFilter { Network = System.Net.IPNetwork.Parse("192.0.2.0/24"), Outcome = AuditOutcome.Denied, Node = "node-b" };
        var (plan, buffers, rows) = await ExplainAsync(filter, start.AddDays(9), start.AddDays(10));

        rows.ShouldBe(0, plan);
        plan.ShouldNotContain("Seq Scan on entries");
        buffers.ShouldBeLessThan(200, plan);
    }

    [Fact]
    public async Task The_places_of_an_hour_are_read_from_that_hour_alone()
    {
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.Auditor);
        await using var command = new NpgsqlCommand(PostgresSealStore.Places, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = start.AddDays(60).UtcDateTime });
        command.Parameters.Add(new NpgsqlParameter { Value = start.AddDays(60).AddHours(1).UtcDateTime });

        var (plan, buffers, rows) = await ExplainAsync(command);

        rows.ShouldBe(1, plan);
        buffers.ShouldBeLessThan(60, plan);
    }

    private async Task<(string Plan, int Buffers, int Rows)> ExplainAsync(AuditFilter filter, DateTimeOffset from, DateTimeOffset to)
    {
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.Auditor);
        var subject = filter.Patient is { } patient ? await PostgresAuditReader.SubjectAsync(connection, patient, default) : null;
        await using var command = PostgresAuditReader.Command(connection, filter, subject, from, new TimeCursor(to, Guid.Empty), 51);
        return await ExplainAsync(command);
    }

    private async Task<(string Plan, int Buffers, int Rows)> ExplainAsync(NpgsqlCommand command)
    {
        command.CommandText = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) " + command.CommandText;
        // Twice: the first time a connection reads the catalogue too.
        await command.ExecuteNonQueryAsync();
        var plan = "";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            plan += reader.GetString(0) + "\n";
        }

        output.WriteLine(plan);
        // The first line of buffers is the whole statement's.
        var buffers = BuffersOf(plan.Split('\n'));
        return (plan, buffers, Number(Counted().Match(plan)));
    }

    private static int BuffersOf(IEnumerable<string> lines) => Touched().Matches(lines.First(line => line.Contains("Buffers:", StringComparison.Ordinal))).Sum(one => Number(one));

    private static int Number(Match match) => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"_\d{4}_\d{2}\b")]
    private static partial Regex Months();

    [GeneratedRegex(@"(?:hit|read)=(\d+)")]
    private static partial Regex Touched();

    [GeneratedRegex(@"actual rows=(\d+)")]
    private static partial Regex Counted();
}
