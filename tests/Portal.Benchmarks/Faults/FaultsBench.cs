using System.Diagnostics;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients.Charting;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Tests.Data.Crash;

namespace Portal.Benchmarks.Faults;

/// <summary>
/// kill -9 of the portal and of its database under sixty-four producers, and a database that hangs or is gone for half a minute: what is lost,
/// and how soon work goes on. The tests run the same in short.
/// </summary>
internal static class FaultsBench
{
    private const string Name = "faults";
    private const int PortalKills = 20;
    private const int DatabaseKills = 10;
    private const int Pairs = 100;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);
    private static readonly Limit None = Limit.OursAtMost(0);
    private static readonly Limit Soon = Limit.OursAtMost(15);

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        var folder = DataFolder.Open(Path.Combine(Path.GetTempPath(), $"portal-bench-faults-{Environment.ProcessId}"));
        try
        {
            var scene = await CrashScene.SetAsync(folder);
            foreach (var result in await KillPortalAsync(folder, scene))
            {
                yield return result;
            }

            foreach (var result in await KillDatabaseAsync(folder, scene))
            {
                yield return result;
            }

            yield return await PairsAsync(folder, scene);
            yield return await OutageAsync(folder, scene, "hung", HangAsync);
            yield return await OutageAsync(folder, scene, "was shut down", ShutDownAsync);
        }
        finally
        {
            Remove(folder);
        }
    }

    private static async Task<IReadOnlyList<Result>> KillPortalAsync(DataFolder folder, CrashScene scene)
    {
        await using var portal = await OwnPortal.EnterAsync(folder);
        var (acknowledged, lost, starts) = (0L, 0L, new List<double>());
        CrashLines told = new([]);
        for (var round = 0; round < PortalKills; round++)
        {
            var watch = Stopwatch.StartNew();
            using var victim = await CrashProcess.StartAsync(scene);
            starts.Add(watch.Elapsed.TotalSeconds);
            await Task.Delay(LoadOf(round));
            told = await victim.KillAsync();
            acknowledged += told.Count;
            lost += await CrashFindings.LostAsync(portal, scene, told);
        }

        var found = await CrashFindings.OfAsync(portal, scene, told);
        return
        [
            .. Found($"{PortalKills} × kill -9 of the portal", found with { Acknowledged = acknowledged, LostEntries = lost, LostChanges = 0 }),
            Result.Alone(Name, $"{PortalKills} × kill -9 of the portal: until the next one works, slowest", starts.Max(), "s", Soon),
        ];
    }

    private static async Task<IReadOnlyList<Result>> KillDatabaseAsync(DataFolder folder, CrashScene scene)
    {
        var pauses = new List<double>();
        using var victim = await CrashProcess.StartAsync(scene);
        for (var round = 0; round < DatabaseKills; round++)
        {
            await Task.Delay(LoadOf(round));
            pauses.Add((await victim.UsableAfterAsync(() => ClusterProcesses.KillAsync(folder))).TotalSeconds);
        }

        await Task.Delay(LoadOf(0));
        var told = await victim.KillAsync();
        await using var portal = await OwnPortal.EnterAsync(folder);
        return
        [
            .. Found($"{DatabaseKills} × kill -9 of PostgreSQL", await CrashFindings.OfAsync(portal, scene, told)),
            Result.Alone(Name, $"{DatabaseKills} × kill -9 of PostgreSQL: until the same portal works again, median", Rounds.Median([.. pauses]), "s"),
            Result.Alone(Name, $"{DatabaseKills} × kill -9 of PostgreSQL: until the same portal works again, slowest", pauses.Max(), "s", Soon),
        ];
    }

    // Two people correct the same version of one note at the same moment, a hundred times.
    private static async Task<Result> PairsAsync(DataFolder folder, CrashScene scene)
    {
        await using var portal = await OwnPortal.EnterAsync(folder);
        CrashEditor[] pair = [EditorOf(portal, scene), EditorOf(portal, scene)];
        var (id, version) = await pair[0].AddAsync();
        for (; version <= Pairs; version++)
        {
            var answers = await Task.WhenAll(pair.Select((editor, who) => editor.CorrectAsync(id, version, $"{who} in round {version}")));
            if (answers.Count(answer => answer.Outcome == CorrectionOutcome.Corrected) != 1
                || answers.Count(answer => answer.Conflict?.Version == version + 1) != 1)
            {
                break;
            }
        }

        var found = await CrashFindings.OfAsync(portal, scene, new CrashLines([]));
        return Result.Alone(
            Name, $"{Pairs} pairs of edits at once ({found.Broken} broken): pairs without exactly one winner and one loser who is told", Pairs + 1 - version, "", None);
    }

    private static CrashEditor EditorOf(OwnPortal portal, CrashScene scene) =>
        new(portal, scene.Patient, Actor.Person(scene.Clinician, Role.Clinician, SessionId.New(), Origin.Local));

    private static async Task<Result> OutageAsync(DataFolder folder, CrashScene scene, string how, Func<DataFolder, Task> outage)
    {
        using var victim = await CrashProcess.StartAsync(scene);
        await Task.Delay(LoadOf(0));
        await outage(folder);
        var back = await victim.UsableAfterAsync(() => Task.CompletedTask);
        var told = await victim.KillAsync();
        await using var portal = await OwnPortal.EnterAsync(folder);
        var found = await CrashFindings.OfAsync(portal, scene, told);
        return Result.Alone(
            Name, $"the database {how} for {Outage.TotalSeconds:0} s ({found.Lost} lost, {found.Broken} broken): until work goes on", back.TotalSeconds, "s", Soon);
    }

    private static async Task HangAsync(DataFolder folder)
    {
        ClusterProcesses.Signal(folder, "STOP");
        await Task.Delay(Outage);
        ClusterProcesses.Signal(folder, "CONT");
    }

    // Whoever holds the gate keeps the portal from starting it again.
    private static async Task ShutDownAsync(DataFolder folder)
    {
        using var gate = await new UserCount(folder, TimeProvider.System).PassGateAsync(CancellationToken.None);
        ClusterProcesses.Send("INT", ClusterProcesses.Head(folder)!.Value);
        await Task.Delay(Outage);
    }

    private static IEnumerable<Result> Found(string fault, CrashFindings found)
    {
        yield return Result.Alone(Name, $"{fault}: acknowledged accesses and changes", found.Acknowledged, "");
        yield return Result.Alone(Name, $"{fault}: acknowledged and lost", found.Lost, "", None);
        yield return Result.Alone(Name, $"{fault}: changes without entry, entries without change, holes in history, broken seals, of {found.Changes} changes", found.Broken, "", None);
    }

    // Never the same moment of a batch or a checkpoint.
    private static TimeSpan LoadOf(int round) => TimeSpan.FromMilliseconds(1500 + (round * 437 % 2500));

    private static void Remove(DataFolder folder)
    {
        var place = InstanceFile.Load(folder);
        foreach (var path in new[] { place.SocketDirectory, place.ClusterLocation, folder.Root }.Where(Directory.Exists))
        {
            Directory.Delete(path!, recursive: true);
        }
    }
}
