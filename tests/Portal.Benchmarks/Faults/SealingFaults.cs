using System.Diagnostics;
using Portal.Data.Postgres.Embedded;
using Portal.Tests.Data.Crash;

namespace Portal.Benchmarks.Faults;

/// <summary>Two nodes with sixty-four producers between them, both ready to seal and to bring checkpoints outside, while one of them or their database is killed again and again.</summary>
internal sealed class SealingFaults : IAsyncDisposable
{
    private const string Name = "faults";
    private const int PortalKills = 50;
    private const int DatabaseKills = 20;
    private const int Pauses = 3;
    private static readonly Limit None = Limit.OursAtMost(0);
    private static readonly Limit Soon = Limit.OursAtMost(15);
    private static readonly Limit MovesOn = Limit.OursAtMost(5);
    private static readonly Limit OneAtMost = Limit.OursAtMost(1);

    private readonly DataFolder folder;
    private readonly CrashScene scene;
    private readonly OwnPortal portal;
    private readonly SealWatch seals;
    private readonly string file;
    private readonly List<CrashProcess> nodes = [];
    private long acknowledged;
    private long lost;
    private long most;
    private int started;

    private SealingFaults(DataFolder folder, CrashScene scene, OwnPortal portal) =>
        (this.folder, this.scene, this.portal, seals, file) = (folder, scene, portal, new SealWatch(portal.Cluster), Path.Combine(folder.Root, "outside.ndjson"));

    public static async Task<SealingFaults> BeginAsync(DataFolder folder, CrashScene scene)
    {
        var faults = new SealingFaults(folder, scene, await OwnPortal.EnterAsync(folder));
        await faults.StartAsync();
        await faults.StartAsync();
        return faults;
    }

    /// <summary>kill -9 of the node that is sealing just then; the other one goes on.</summary>
    public async Task<IReadOnlyList<Result>> KillPortalsAsync()
    {
        var (next, starts, inTurn) = (new List<double>(), new List<double>(), 0);
        for (var round = 0; round < PortalKills; round++)
        {
            await LoadAsync(round);
            var sealing = await seals.SealingNodeAsync();
            inTurn += sealing is null ? 0 : 1;
            var victim = nodes.Find(node => node.Node.Name == sealing) ?? nodes[round % 2];
            var watch = Stopwatch.StartNew();
            var told = await victim.KillAsync();
            await seals.NextBlockAsync();
            next.Add(watch.Elapsed.TotalSeconds);
            await EndAsync(victim, told);
            watch.Restart();
            await StartAsync();
            starts.Add(watch.Elapsed.TotalSeconds);
        }

        var fault = $"{PortalKills} × kill -9 of a node, {inTurn} of them while it sealed";
        return
        [
            Result.Alone(Name, $"{fault}: until the next block, median", Rounds.Median([.. next]), "s"),
            Result.Alone(Name, $"{fault}: until the next block, slowest", next.Max(), "s", MovesOn),
            Result.Alone(Name, $"{fault}: until a new one works, slowest", starts.Max(), "s", Soon),
        ];
    }

    /// <summary>A node that stands still while it seals is not waited for either.</summary>
    public async Task<Result> PauseAsync()
    {
        var next = new List<double>();
        for (var round = 0; round < Pauses; round++)
        {
            await LoadAsync(round);
            var sealing = await seals.SealingNodeAsync();
            var paused = nodes.Find(node => node.Node.Name == sealing) ?? nodes[0];
            var watch = Stopwatch.StartNew();
            paused.Signal("STOP");
            await seals.NextBlockAsync();
            next.Add(watch.Elapsed.TotalSeconds);
            paused.Signal("CONT");
        }

        return Result.Alone(Name, $"{Pauses} × a node that stands still while it seals: until the next block, slowest", next.Max(), "s");
    }

    /// <summary>kill -9 of PostgreSQL under both nodes.</summary>
    public async Task<IReadOnlyList<Result>> KillDatabaseAsync()
    {
        var (works, next) = (new List<double>(), new List<double>());
        for (var round = 0; round < DatabaseKills; round++)
        {
            await LoadAsync(round);
            var watch = Stopwatch.StartNew();
            works.Add((await nodes[round % 2].UsableAfterAsync(() => ClusterProcesses.KillAsync(folder))).TotalSeconds);
            await seals.NextBlockAsync();
            next.Add(watch.Elapsed.TotalSeconds);
        }

        var fault = $"{DatabaseKills} × kill -9 of PostgreSQL";
        return
        [
            Result.Alone(Name, $"{fault}: until the same node works again, median", Rounds.Median([.. works]), "s"),
            Result.Alone(Name, $"{fault}: until the same node works again, slowest", works.Max(), "s", Soon),
            Result.Alone(Name, $"{fault}: from then until the next block, slowest", next.Zip(works, (one, before) => one - before).Max(), "s", MovesOn),
        ];
    }

    /// <summary>Both end; what is there is compared with what they were told, and with what lies outside.</summary>
    public async Task<IReadOnlyList<Result>> FindingsAsync()
    {
        await LoadAsync(0);
        foreach (var node in nodes.ToList())
        {
            await EndAsync(node, await node.KillAsync());
        }

        var found = await CrashFindings.OfAsync(portal, scene, new CrashLines([]));
        var log = await SealFindings.OfAsync(portal, file);
        const string After = "after all of these";
        return
        [
            Result.Alone(Name, $"{After}: acknowledged accesses and changes", acknowledged, ""),
            Result.Alone(Name, $"{After}: acknowledged and lost", lost, "", None),
            Result.Alone(Name, $"{After}: changes without entry, entries without change, holes in history, broken seals, of {found.Changes} changes", found.Broken, "", None),
            Result.Alone(Name, $"{After}: forks of {log.Blocks} blocks", log.Forks, "", None),
            Result.Alone(Name, $"{After}: checkpoints of {log.Outside} outside that do not fit them, one another or the database", log.FalseCheckpoints, "", None),
            Result.Alone(Name, $"{After}: entries of both nodes that no block holds", log.Unsealed, "", None),
            Result.Alone(Name, $"{After}: breaks that the whole verification of {log.Verified.Entries} entries found with the file outside", log.Verified.Ok ? 0 : 1, "", None),
            Result.Alone(Name, $"{After}: sealers that wrote at once, at most", most, "", OneAtMost),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        nodes.ForEach(node => node.Dispose());
        await seals.DisposeAsync();
        await portal.DisposeAsync();
    }

    private async Task StartAsync() => nodes.Add(await CrashProcess.StartAsync(scene, new CrashNode($"node-{started++}", 32, file)));

    private async Task EndAsync(CrashProcess node, CrashLines told)
    {
        acknowledged += told.Count;
        lost += await CrashFindings.LostAsync(portal, scene, told);
        nodes.Remove(node);
        node.Dispose();
    }

    // Never the same moment of a batch or a checkpoint; meanwhile somebody counts who seals.
    private async Task LoadAsync(int round)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < FaultsBench.LoadOf(round))
        {
            most = Math.Max(most, await seals.WritersAsync());
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }
}
