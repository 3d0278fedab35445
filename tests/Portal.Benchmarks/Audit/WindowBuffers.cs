using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Audit;

namespace Portal.Benchmarks.Audit;

/// <summary>How many pages the statement of a patient's hour touches (EXPLAIN with ANALYZE and BUFFERS), over many patients; how many months, and whether it reads any from end to end.</summary>
internal static partial class WindowBuffers
{
    private const int Hours = 200;

    public static async Task<IReadOnlyList<Result>> OfAsync(BenchInstance instance, string of)
    {
        await using var auditor = NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.Auditor));
        await using var connection = await auditor.OpenConnectionAsync();
        var (buffers, months, sequential) = (new List<double>(), 0, 0);
        foreach (var (patient, from) in await Queries.HoursAsync(instance, Hours))
        {
            var plan = await ExplainAsync(connection, patient, from);
            buffers.Add(Touched().Matches(plan.Split('\n').First(line => line.Contains("Buffers:", StringComparison.Ordinal))).Sum(one => double.Parse(one.Groups[1].Value, CultureInfo.InvariantCulture)));
            months = Math.Max(months, Months().Matches(plan).Select(month => month.Value).Distinct().Count());
            sequential += plan.Contains("Seq Scan", StringComparison.Ordinal) ? 1 : 0;
        }

        return
        [
            Result.Alone("audit-search", $"buffers of a patient's hour, {of}, median of {Hours}", Rounds.Median([.. buffers]), "", Limit.OursAtMost(8)),
            Result.Alone("audit-search", "the same, p95", Rounds.Percentile([.. buffers], 0.95), "", Limit.OursAtMost(8)),
            Result.Alone("audit-search", "months it reads", months, "", Limit.OursAtMost(1)),
            Result.Alone("audit-search", "sequential scans", sequential, "", Limit.OursAtMost(0)),
        ];
    }

    private static async Task<string> ExplainAsync(NpgsqlConnection connection, PatientId patient, DateTimeOffset from)
    {
        var subject = await PostgresAuditReader.SubjectAsync(connection, patient, default);
        await using var command = PostgresAuditReader.Command(connection, new AuditFilter { Patient = patient }, subject, from, new TimeCursor(from.AddHours(1), Guid.Empty), SearchAudit.PageSize + 1);
#pragma warning disable CA2100 // the portal's own statement
        command.CommandText = "EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) " + command.CommandText;
#pragma warning restore CA2100
        var plan = "";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            plan += reader.GetString(0) + "\n";
        }

        return plan;
    }

    [GeneratedRegex(@"entries_\d{4}_\d{2}\b")]
    private static partial Regex Months();

    [GeneratedRegex(@"(?:hit|read)=(\d+)")]
    private static partial Regex Touched();
}
