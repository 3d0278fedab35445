using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Tests.Data.Embedded;

namespace Portal.Tests.Data.Crash;

/// <summary>The database hangs, or is gone, while people work: nothing opens without its entry, nobody waits for ever, and it goes on without help.</summary>
[Trait("Norm", "164.308(a)(7)")]
[Trait("Norm", "164.312(b)")]
public sealed class OutageTests : IAsyncLifetime
{
    private readonly DataFolder folder = DataFolder.Open(TestCluster.NewFolderPath());
    private CrashScene scene = null!;
    private OwnPortal portal = null!;

    public async Task InitializeAsync()
    {
        scene = await CrashScene.SetAsync(folder);
        portal = await OwnPortal.EnterAsync(folder);
        await ListAsync(); // both pools hold connections by now
        await portal.Get<CheckReady>().IsReadyAsync(Actor.Anonymous, default);
    }

    public async Task DisposeAsync()
    {
        await portal.DisposeAsync();
        TestCluster.Remove(folder);
    }

    [LinuxFact]
    public async Task Given_a_server_that_hangs_Then_it_is_not_ready_and_what_waits_goes_on_when_it_does()
    {
        ClusterProcesses.Signal(folder, "STOP");
        Task<Page<PatientListItem>> waiting;
        try
        {
            waiting = ListAsync();
            (await portal.Get<CheckReady>().IsReadyAsync(Actor.Anonymous, default).WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeFalse();
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            await Should.ThrowAsync<OperationCanceledException>(() => portal.Get<CheckReady>().IsReadyAsync(Actor.Anonymous, soon.Token));
            waiting.IsCompleted.ShouldBeFalse("something was shown without its entry");
        }
        finally
        {
            ClusterProcesses.Signal(folder, "CONT");
        }

        (await waiting.WaitAsync(TimeSpan.FromSeconds(30))).Items.ShouldHaveSingleItem();
        (await ListAsync()).Items.ShouldHaveSingleItem();
        (await portal.Get<CheckReady>().IsReadyAsync(Actor.Anonymous, default)).ShouldBeTrue();
    }

    [LinuxFact]
    public async Task Given_a_server_that_was_shut_down_Then_nothing_opens_and_the_same_portal_goes_on_once_it_is_back()
    {
        // Whoever holds the gate keeps the portal from starting it again.
        using (var gate = await new UserCount(folder, TimeProvider.System).PassGateAsync(default))
        {
            ClusterProcesses.Send("INT", ClusterProcesses.Head(folder)!.Value);
            while (ClusterProcesses.Of(folder).Count > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20));
            }

            await Should.ThrowAsync<Exception>(ListAsync);
            (await portal.Get<CheckReady>().IsReadyAsync(Actor.Anonymous, default)).ShouldBeFalse();
        }

        for (var tries = 0; tries < 100 && !await portal.Get<CheckReady>().IsReadyAsync(Actor.Anonymous, default); tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        (await ListAsync()).Items.ShouldHaveSingleItem();
    }

    private async Task<Page<PatientListItem>> ListAsync() => await portal.Get<ListMyPatients>().ForAsync(
        Actor.Person(scene.Clinician, Role.Clinician, SessionId.New(), Origin.Local), Purpose.Treatment, null, default);
}
