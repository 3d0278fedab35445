using System.Net;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Benchmarks;

/// <summary>
/// Acknowledged read entries with 64 waiting producers against plain single-row inserts on 8 connections, in turns; and 8 people who change
/// something, alone and beside those 64.
/// </summary>
internal static class AuditBench
{
    public const string Agent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

    private const int Turns = 5;
    private const int Readers = 64;
    private const int Connections = 8;
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1.5);
    private static readonly Limit Wait = Limit.RatioAtMost(8);

    // As many as a house has on its wards and in its clinics that day: a patient is new to the log once.
    private static readonly PatientId[] Patients = [.. Enumerable.Range(0, 2_000).Select(_ => PatientId.New())];
    private static readonly Actor Clinician = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), new Origin(IPAddress.Parse("192.0.2.17"), Agent));

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var instance = await BenchInstance.StartAsync();
        await using var plain = await PlainEntries.CreateAsync(instance);
        var changers = await Changers.CreateAsync(instance, Connections);
        await TurnAsync(instance, plain, changers);
        var turns = new List<Turn>();
        for (var turn = 0; turn < Turns; turn++)
        {
            turns.Add(await TurnAsync(instance, plain, changers));
        }

        foreach (var result in Results(turns))
        {
            yield return result;
        }
    }

    public static AuditEntry Entry(BenchInstance instance, AuditAction action) => instance.Get<AuditLog>().NewEntry(
        Clinician, Purpose.Treatment, action, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed);

    private static async Task<Turn> TurnAsync(BenchInstance instance, PlainEntries plain, Changers changers)
    {
        var reads = await ReadAsync(instance);
        var rows = await Crowd.WatchAsync(Connections, Span, _ => plain.InsertAsync());
        var single = await Crowd.WatchAsync(1, Span / 2, _ => plain.InsertAsync());
        var alone = await Crowd.WatchAsync(Connections, Span, changers.ChangeAsync);
        var beside = ReadAsync(instance);
        var both = await Crowd.WatchAsync(Connections, Span, changers.ChangeAsync);
        await beside;
        return new Turn(reads, rows, single, alone, both);
    }

    private static Task<Crowd> ReadAsync(BenchInstance instance)
    {
        var log = instance.Get<AuditLog>();
        return Crowd.WatchAsync(Readers, Span, _ => log.AppendAsync(Entry(instance, AuditAction.Read) with { Patients = [Patients[Random.Shared.Next(Patients.Length)]] }, default));
    }

    private static IEnumerable<Result> Results(IReadOnlyCollection<Turn> turns)
    {
        Crowd Median(Func<Turn, Crowd> part) => Crowd.MedianOf([.. turns.Select(part)]);
        var (reads, rows, single) = (Median(turn => turn.Reads), Median(turn => turn.Rows), Median(turn => turn.Single));
        yield return Result.Of(
            "audit", $"acknowledged entries, {Readers} producers; peer: prepared single-row commits on {Connections} connections",
            reads.PerSecond, rows.PerSecond, "/s", Limit.RatioAtLeast(2));
        yield return Result.Of(
            "audit", $"p95 of an acknowledgement; peer: p50 of such a commit, {Connections} connections at it", reads.P95, rows.P50, "ms", Wait);
        yield return Result.Of("audit", "p95 of an acknowledgement; peer: p50 of such a commit on an idle server", reads.P95, single.P50, "ms", Wait);
        yield return Result.Of(
            "audit", $"changes with their entry, {Connections} people beside {Readers} readers; peer: the same alone",
            Median(turn => turn.Beside).PerSecond, Median(turn => turn.Alone).PerSecond, "/s", Limit.RatioAtLeast(0.5));
    }

    /// <summary>One turn of each; the single one has the server for itself.</summary>
    private sealed record Turn(Crowd Reads, Crowd Rows, Crowd Single, Crowd Alone, Crowd Beside);
}
