using Portal.Data.Postgres.Embedded;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Tests.Data.Embedded;
using Xunit.Abstractions;

namespace Portal.Tests.Data.Crash;

/// <summary>
/// kill -9 under sixty-four producers: what was acknowledged is there, no change is there without its entry, and the next start works.
/// The full number of kills is run by <c>./portal bench faults</c>.
/// </summary>
[Trait("Norm", "164.312(b)")]
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(2);

    [LinuxFact]
    [Trait("Norm", "164.308(a)(7)")]
    public async Task Given_a_killed_database_server_Then_the_portal_starts_it_again_and_every_acknowledged_entry_is_there()
    {
        var folder = DataFolder.Open(TestCluster.NewFolderPath());
        try
        {
            var scene = await CrashScene.SetAsync(folder);
            using var victim = await CrashProcess.StartAsync(scene);
            await Task.Delay(Load);
            var first = ClusterProcesses.Head(folder).ShouldNotBeNull("no server ran that could be killed");

            output.WriteLine($"usable after {await victim.UsableAfterAsync(() => ClusterProcesses.KillAsync(folder))}");
            await Task.Delay(Load);

            ClusterProcesses.Head(folder).ShouldNotBeNull("no server runs again: what was looked at would be what the killed one left").ShouldNotBe(first);
            await CheckAsync(folder, scene, await victim.KillAsync());
        }
        finally { TestCluster.Remove(folder); }
    }

    [LinuxFact]
    [Trait("Norm", "164.312(c)")]
    public async Task Given_a_node_killed_while_it_seals_Then_nothing_acknowledged_is_lost_and_the_other_node_goes_on_without_a_fork()
    {
        var folder = DataFolder.Open(TestCluster.NewFolderPath());
        try
        {
            var scene = await CrashScene.SetAsync(folder);
            var file = Path.Combine(folder.Root, "outside.ndjson");
            await using var portal = await OwnPortal.EnterAsync(folder);
            await using var seals = new SealWatch(portal.Cluster);
            using var first = await CrashProcess.StartAsync(scene, new CrashNode("first", 32, file));
            using var second = await CrashProcess.StartAsync(scene, new CrashNode("second", 32, file));
            await Task.Delay(Load);

            var victim = await seals.SealingNodeAsync() == "second" ? second : first;
            var told = await victim.KillAsync();
            await seals.NextBlockAsync();
            (await seals.WritersAsync()).ShouldBeLessThanOrEqualTo(1);
            await seals.NextBlockAsync();

            (await CrashFindings.LostAsync(portal, scene, told)).ShouldBe(0);
            await CheckAsync(folder, scene, await (victim == first ? second : first).KillAsync());
            var log = await SealFindings.OfAsync(portal, file);
            output.WriteLine($"{log}");
            (log.Forks, log.FalseCheckpoints, log.Unsealed, log.Verified.Ok).ShouldBe((0, 0, 0, true), $"{log}");
            log.Outside.ShouldBeGreaterThan(1);
        }
        finally { TestCluster.Remove(folder); }
    }

    private async Task CheckAsync(DataFolder folder, CrashScene scene, CrashLines told)
    {
        await using var portal = await OwnPortal.EnterAsync(folder);
        var found = await CrashFindings.OfAsync(portal, scene, told);
        output.WriteLine($"{found}");

        found.Acknowledged.ShouldBeGreaterThan(100);
        found.Changes.ShouldBeGreaterThan(10);
        told.Edits.Count.ShouldBeGreaterThan(10);
        (found.Lost, found.Broken).ShouldBe((0, 0), $"{found}");
        var clinician = Actor.Person(scene.Clinician, Role.Clinician, SessionId.New(), Origin.Local);
        (await new CrashEditor(portal, scene.Patient, clinician).AddAsync()).Version.ShouldBe(1);
    }
}
