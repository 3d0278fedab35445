using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Benchmarks.Audit;

/// <summary>
/// 64 producers that append, while entries are sealed, checkpoints go to a file, and all entries go to a file of NDJSON and to a syslog receiver; against plain
/// single-row inserts on 8 connections without any of that, in turns.
/// </summary>
internal static class BesideBench
{
    private const int Turns = 5;
    private const int Readers = 64;
    private const int Connections = 8;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(5);
    private static readonly PatientId[] Patients = [.. Enumerable.Range(0, 2_000).Select(_ => PatientId.New())];

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var instance = await BenchInstance.StartAsync();
        await using var plain = await PlainEntries.CreateAsync(instance);
        await using var care = LogCare.Of(instance);
        var (beside, alone, rows) = (new List<Crowd>(), new List<Crowd>(), new List<Crowd>());
        for (var turn = -1; turn < Turns; turn++)
        {
            var both = await care.WhileAsync(() => ReadAsync(instance));
            var single = await Crowd.WatchAsync(Connections, Span, _ => plain.InsertAsync());
            var own = await ReadAsync(instance);
            if (turn >= 0)
            {
                beside.Add(both);
                rows.Add(single);
                alone.Add(own);
            }
        }

        var (ours, peer, by) = (Crowd.MedianOf(beside), Crowd.MedianOf(rows), Crowd.MedianOf(alone));
        yield return Result.Of(
            "audit-beside", $"acknowledged entries, {Readers} producers while blocks are sealed, checkpoints and feeds run; peer: prepared single-row commits on {Connections} connections, nothing beside them",
            ours.PerSecond, peer.PerSecond, "/s", Limit.RatioAtLeast(2));
        yield return Result.Of("audit-beside", "the same; peer: these producers with nothing beside them", ours.PerSecond, by.PerSecond, "/s");
        yield return Result.Of("audit-beside", "p95 of an acknowledgement; peer: with nothing beside", ours.P95, by.P95, "ms");
        yield return Result.Of("audit-beside", "entries sealed meanwhile; peer: appended", care.Sealed / care.Seconds, ours.PerSecond, "/s");
        yield return Result.Of("audit-beside", "entries into the file of NDJSON meanwhile; peer: appended", care.Filed / care.Seconds, ours.PerSecond, "/s");
        yield return Result.Of("audit-beside", "entries taken by the syslog receiver meanwhile; peer: appended", care.Received / care.Seconds, ours.PerSecond, "/s");
        yield return Result.Alone("audit-beside", "checkpoints in the file outside at the end", care.Checkpoints, "");
    }

    private static Task<Crowd> ReadAsync(BenchInstance instance)
    {
        var log = instance.Get<AuditLog>();
        return Crowd.WatchAsync(Readers, Span, _ => log.AppendAsync(AuditBench.Entry(instance, AuditAction.Read) with { Patients = [Patients[Random.Shared.Next(Patients.Length)]] }, default));
    }
}
