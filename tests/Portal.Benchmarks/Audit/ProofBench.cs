using System.Diagnostics;
using Npgsql;
using Portal.Data.Auditing.Proof;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Benchmarks.Audit;

/// <summary>The verification of a whole sealed log beside a bare loop that streams the same rows and computes the same leaves, in turns; and the proof of single entries.</summary>
internal static class ProofBench
{
    private const int Turns = 3;
    private const int Proofs = 400;

    public static async IAsyncEnumerable<Result> VerifyAsync()
    {
        await using var log = await LogsAtSize.SealedAsync();
        var instance = log.Instance;
        var of = $"{log.Entries:N0} sealed entries";
        foreach (var size in await SizesAsync(instance, log.Entries))
        {
            yield return size;
        }

        var (ours, bare, plain) = (new double[Turns], new double[Turns], new double[Turns]);
        await BareLoop.RunAsync(instance, isThroughView: false);
        for (var turn = 0; turn < Turns; turn++)
        {
            ours[turn] = await PerSecondAsync(async () =>
            {
                var finding = await instance.Get<LogVerifier>().VerifyAsync(null, [], null, default);
                Expect.That(finding is { Break: null, Verified: not null } && finding.Entries >= log.Entries);
                return finding.Entries;
            });
            bare[turn] = await PerSecondAsync(() => BareLoop.RunAsync(instance, isThroughView: false));
            plain[turn] = await PerSecondAsync(() => BareLoop.RunAsync(instance, isThroughView: true));
        }

        yield return Result.Of(
            "audit-verify", $"verification of {of}; peer: two bare loops over halves, rows read in the portal's own way, leaves alone", Rounds.Median(ours), Rounds.Median(bare), "/s", Limit.RatioAtLeast(0.6));
        yield return Result.Of("audit-verify", "the same; peer: the same through the view of the log, in one stream for each half", Rounds.Median(ours), Rounds.Median(plain), "/s", Limit.RatioAtLeast(0.6));
    }

    public static async IAsyncEnumerable<Result> ProveAsync()
    {
        await using var log = await LogsAtSize.SealedAsync();
        var times = await ProofsAsync(log.Instance);
        yield return Result.Alone("audit-proof", $"an inclusion proof, made and checked, {log.Entries:N0} sealed entries, p50 of {Proofs}", Rounds.Median(times), "ms", Limit.OursAtMost(5));
        yield return Result.Alone("audit-proof", "the same, p95", Rounds.Percentile(times, 0.95), "ms", Limit.OursAtMost(5));
    }

    private static async Task<double> PerSecondAsync(Func<Task<long>> work)
    {
        var start = Stopwatch.GetTimestamp();
        var entries = await work();
        return entries / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<double[]> ProofsAsync(BenchInstance instance)
    {
        var (prover, times) = (instance.Get<EntryProver>(), new List<double>());
        foreach (var id in await IdsAsync(instance))
        {
            var start = Stopwatch.GetTimestamp();
            var proof = await prover.ProveAsync(id, default);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            Expect.That(proof is { Holds: true, Checkpoint: not null });
        }

        return [.. times.Skip(Proofs / 2)];
    }

    private static async Task<List<Guid>> IdsAsync(BenchInstance instance)
    {
        await using var source = NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.Superuser));
        await using var command = source.CreateCommand("SELECT id FROM audit.entries TABLESAMPLE SYSTEM (5) REPEATABLE (7) WHERE action <> 14 ORDER BY md5(id::text) LIMIT $1");
        command.Parameters.AddWithValue(Proofs * 3 / 2);
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync())
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    private static async Task<List<Result>> SizesAsync(BenchInstance instance, long entries)
    {
        await using var source = NpgsqlDataSource.Create(instance.ConnectionString(DatabaseRole.Superuser));
        var log = await BytesAsync("c.oid IN ('audit.contexts'::regclass, 'audit.subjects'::regclass) OR c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'audit.entries'::regclass)");
        var seals = await BytesAsync("c.oid IN ('audit.epochs'::regclass, 'audit.blocks'::regclass, 'audit.checkpoints'::regclass)");
        return
        [
            Result.Alone("audit-verify", "bytes an entry with all indexes, contexts and subjects, beside the seals", log / (double)entries, "bytes"),
            Result.Alone("audit-verify", "bytes an entry of blocks and checkpoints", seals / (double)entries, "bytes"),
        ];

        async Task<long> BytesAsync(string which)
        {
#pragma warning disable CA2100 // the benchmark's own text
            await using var command = source.CreateCommand($"SELECT sum(pg_total_relation_size(c.oid))::int8 FROM pg_class c WHERE c.relkind = 'r' AND ({which})");
#pragma warning restore CA2100
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }
}
