using Portal.Data.Postgres.Embedded;
using Portal.Features.Patients.Charting;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.TestKit;
using Portal.Tests.Data.Crash;

namespace Portal.Benchmarks.Faults;

/// <summary>
/// kill -9 of nodes and of their database under sixty-four producers, and a database that hangs or is gone for half a minute: what is lost,
/// and how soon work goes on. The tests run the same in short.
/// </summary>
internal static class FaultsBench
{
    private const string Name = "faults";
    private const int Pairs = 100;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Full = TimeSpan.FromSeconds(10);
    private static readonly Limit None = Limit.OursAtMost(0);
    private static readonly Limit Soon = Limit.OursAtMost(15);

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        var folder = DataFolder.Open(Path.Combine(Path.GetTempPath(), $"portal-bench-faults-{Environment.ProcessId}"));
        try
        {
            var scene = await CrashScene.SetAsync(folder);
            await using (var faults = await SealingFaults.BeginAsync(folder, scene))
            {
                foreach (var result in await faults.KillPortalsAsync())
                {
                    yield return result;
                }

                yield return await faults.PauseAsync();
                foreach (var result in (IEnumerable<Result>)[.. await faults.KillDatabaseAsync(), .. await faults.FindingsAsync()])
                {
                    yield return result;
                }
            }

            yield return await PairsAsync(folder, scene);
            yield return await OutageAsync(folder, scene, "hung", HangAsync);
            yield return await OutageAsync(folder, scene, "was shut down", ShutDownAsync);
            foreach (var result in await DiskFullAsync())
            {
                yield return result;
            }
        }
        finally
        {
            Remove(folder);
        }
    }

    // The volume of the audit log alone: all else could be read and written.
    private static async Task<IReadOnlyList<Result>> DiskFullAsync()
    {
        if (!SmallVolume.IsPossible.Value)
        {
            return [];
        }

        var folder = DataFolder.Open(Path.Combine(Path.GetTempPath(), $"portal-bench-full-{Environment.ProcessId}"));
        try
        {
            var found = await DiskFullFindings.OfAsync(folder, $"{folder.Root}-audit", 64, Full);
            var fault = $"audit volume full for {Full.TotalSeconds:0} s";
            return
            [
                Result.Alone(Name, $"{fault}: acknowledged accesses and changes", found.Acknowledged, ""),
                Result.Alone(Name, $"{fault}: acknowledged and lost, changes without entry, entries without change, holes, broken seals", found.Lost + found.Broken, "", None),
                Result.Alone(Name, $"{fault}: meanwhile shown without an entry, or said to be ready", found.Opened, "", None),
                Result.Alone(Name, $"{fault}: from the first refusal until the alert", found.Alert.TotalSeconds, "s", Limit.OursAtMost(5)),
                Result.Alone(Name, $"{fault}: findings that tell of it", found.Findings, ""),
                Result.Alone(Name, $"{fault}: from when there is space until entries are taken", found.Back.TotalSeconds, "s", Soon),
                Result.Alone(Name, $"{fault}: from when there is space until the next block", found.Sealed.TotalSeconds, "s", Soon),
            ];
        }
        finally
        {
            Remove(folder);
        }
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

    // Never the same moment of a batch or a checkpoint.
    public static TimeSpan LoadOf(int round) => TimeSpan.FromMilliseconds(1500 + (round * 437 % 2500));

    private static void Remove(DataFolder folder)
    {
        var place = InstanceFile.Load(folder);
        foreach (var path in new[] { place.SocketDirectory, place.ClusterLocation, folder.Root }.Where(Directory.Exists))
        {
            Directory.Delete(path!, recursive: true);
        }
    }
}
