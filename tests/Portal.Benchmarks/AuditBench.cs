using System.Diagnostics;
using Npgsql;
using Portal.Data.Auditing;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Benchmarks;

/// <summary>Acknowledged read entries with 64 waiting producers against plain single-row inserts on 8 connections into a table of the same columns.</summary>
internal static class AuditBench
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(4);

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var instance = await BenchInstance.StartAsync();
        await using var plain = NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.Owner));
        await using (var create = plain.CreateCommand(
            "CREATE TABLE public.plain_entries (at timestamptz, id uuid, account uuid, patient uuid, action smallint, agent text, mac bytea, PRIMARY KEY (at, id))"))
        {
            await create.ExecuteNonQueryAsync();
        }

        var log = instance.Get<AuditLog>();
        await CountAsync(64, TimeSpan.FromSeconds(1), () => log.AppendAsync(Entry(log), default));
        var ours = await CountAsync(64, Span, () => log.AppendAsync(Entry(log), default));
        var peer = await CountAsync(8, Span, () => InsertAsync(plain));
        yield return new Result(
            "audit", "acknowledged entries a second, 64 producers, against single-row inserts on 8 connections",
            ours.PerSecond / peer.PerSecond, ours.PerSecond, peer.PerSecond, "/s");
        var single = await CountAsync(1, Span, () => InsertAsync(plain));
        yield return new Result(
            "audit", "p95 of an acknowledgement, 64 producers, against the p50 of a bare single-row commit",
            ours.P95 / single.P50, ours.P95, single.P50, "ms");
    }

    private static AuditEntry Entry(AuditLog log) =>
        log.NewEntry(Actor.System("bench"), Purpose.System, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed)
        with
        { Patients = [PatientId.New()] };

    private static async Task InsertAsync(NpgsqlDataSource plain)
    {
        await using var insert = plain.CreateCommand("INSERT INTO public.plain_entries VALUES (now(), $1, $2, $3, 1, 'agent', $4)");
        insert.Parameters.AddWithValue(Guid.NewGuid());
        insert.Parameters.AddWithValue(Guid.NewGuid());
        insert.Parameters.AddWithValue(Guid.NewGuid());
        insert.Parameters.AddWithValue(new byte[16]);
        await insert.ExecuteNonQueryAsync();
    }

    private static async Task<(double PerSecond, double P50, double P95)> CountAsync(int producers, TimeSpan span, Func<Task> append)
    {
        var watch = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, producers).Select(_ => ProduceAsync(watch, span, append)));
        var all = times.SelectMany(time => time).ToArray();
        return (all.Length / watch.Elapsed.TotalSeconds, Rounds.Percentile(all, 0.5), Rounds.Percentile(all, 0.95));
    }

    private static async Task<List<double>> ProduceAsync(Stopwatch watch, TimeSpan span, Func<Task> append)
    {
        await Task.Yield();
        var times = new List<double>();
        while (watch.Elapsed < span)
        {
            var start = watch.Elapsed;
            await append();
            times.Add((watch.Elapsed - start).TotalMilliseconds);
        }

        return times;
    }
}
