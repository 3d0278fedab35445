using System.Diagnostics;
using Npgsql;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Benchmarks.Audit;

/// <summary>
/// What the audit log weighs, and how fast it answers, at one and at ten million entries; see <see cref="LogsAtSize"/> for other sizes.
/// </summary>
internal static class AuditSearchBench
{
    private const int Samples = 200;

    // In a smaller log the dictionary of patients is spread over fewer entries.
    private const long FullSize = 5_000_000;
    private static readonly Actor Officer = Actor.Person(AccountId.New(), Role.ComplianceOfficer, SessionId.New(), Origin.Local);

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        double? small = null;
        foreach (var millions in LogsAtSize.Millions)
        {
            await using var log = await LogsAtSize.GeneratedAsync(millions);
            var (instance, entries) = log;
            var of = $"{entries:N0} entries";
            yield return Result.Alone("audit-search", $"bytes an entry with all indexes, contexts and subjects, {of}", await BytesAsync(instance) / (double)entries, "bytes", entries >= FullSize ? Limit.OursAtMost(250) : null);
            foreach (var result in await WindowBuffers.OfAsync(instance, of))
            {
                yield return result;
            }

            var (ours, bare) = await HoursAsync(instance);
            yield return Result.Of("audit-search", $"a patient in one hour through the service, {of}, p50; peer: its bare statements", Rounds.Median(ours), Rounds.Median(bare), "ms", Limit.RatioAtMost(5));
            var p95 = Rounds.Percentile(ours, 0.95);
            yield return Result.Of("audit-search", $"the same, p95", p95, Rounds.Percentile(bare, 0.95), "ms", Limit.RatioAtMost(8));
            if (small is { } before)
            {
                yield return Result.Of("audit-search", $"p95 of that at {of}; peer: at the size before", p95, before, "ms", Limit.RatioAtMost(2));
            }

            small = p95;
            foreach (var (name, query) in await Queries.AllAsync(instance))
            {
                yield return Result.Alone("audit-search", $"first page by {name}, {of}, slowest of three", await SlowestAsync(instance, query), "ms", Limit.OursAtMost(1000));
            }
        }
    }

    private static async Task<long> BytesAsync(BenchInstance instance)
    {
        await using var auditor = NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.Auditor));
        await using var command = auditor.CreateCommand("""
            SELECT sum(pg_total_relation_size(c.oid))::int8 FROM pg_class c
            WHERE c.relkind = 'r' AND (c.oid IN ('audit.contexts'::regclass, 'audit.subjects'::regclass) OR c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'audit.entries'::regclass))
            """);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // Each hour of each patient by both, in turns the one and the other first: whoever comes first finds the pages cold.
    private static async Task<(double[] Ours, double[] Bare)> HoursAsync(BenchInstance instance)
    {
        var hours = await Queries.HoursAsync(instance, Samples * 2);
        var search = instance.Get<SearchAudit>();
        await using var auditor = NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.Auditor));
        var (ours, bare) = (new List<double>(), new List<double>());
        foreach (var (patient, from) in hours)
        {
            var query = new AuditQuery { Patient = patient, From = from, To = from.AddHours(1) };
            var isFirst = ours.Count % 2 == 0;
            if (isFirst)
            {
                ours.Add(await AskAsync());
            }

            bare.Add(await TimeAsync(() => BareAsync(auditor, patient, from)));
            if (!isFirst)
            {
                ours.Add(await AskAsync());
            }

            Task<double> AskAsync() => TimeAsync(async () => Expect.That((await search.ForAsync(Officer, query, default)).Items.Count > 0));
        }

        return ([.. ours.Skip(Samples)], [.. bare.Skip(Samples)]);
    }

    private static async Task BareAsync(NpgsqlDataSource auditor, PatientId patient, DateTimeOffset from)
    {
        await using var connection = await auditor.OpenConnectionAsync();
        var subject = await PostgresAuditReader.SubjectAsync(connection, patient, default);
        var command = PostgresAuditReader.Command(connection, new AuditFilter { Patient = patient }, subject, from, new TimeCursor(from.AddHours(1), Guid.Empty), SearchAudit.PageSize + 1);
        Expect.That((await PostgresStoredRows.PlacedAsync(command, (subject!.Value, patient), default)).Count > 0);
    }

    private static async Task<double> SlowestAsync(BenchInstance instance, AuditQuery query)
    {
        var slowest = 0.0;
        for (var turn = 0; turn < 3; turn++)
        {
            slowest = Math.Max(slowest, await TimeAsync(() => instance.Get<SearchAudit>().ForAsync(Officer, query, default)));
        }

        return slowest;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
