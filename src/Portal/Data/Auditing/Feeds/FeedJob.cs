using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Data.Findings;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;

namespace Portal.Data.Auditing.Feeds;

/// <summary>While the portal serves: brings each feed its entries every few seconds, on every node; one of them has the turn. One that does not keep up is a finding.</summary>
internal sealed class FeedJob(IReadOnlyList<FeedCourier> couriers, FindingLog findings, TimeProvider clock, ILogger<FeedJob> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>A feed that lacks an older entry is behind.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    private static readonly Actor Job = Actor.System("audit-feed");

    private readonly HashSet<string> told = [];

    /// <summary>One look at one feed; what fails is tried again.</summary>
    public async Task LookAsync(FeedCourier courier, CancellationToken cancel)
    {
        try
        {
            if (await courier.DeliverAsync(cancel) is { } lagging)
            {
                await TellAsync(lagging, cancel);
            }
            else
            {
                Tell(courier.Feed, isBehind: false);
            }
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("A feed of the audit log could not be looked after ({Kind}); it is tried again.", failure.GetType().Name);
        }
    }

    // Each at its own pace: a receiver that hangs holds up no other.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(couriers.Select(courier => CareAsync(courier, stoppingToken)));

    private async Task CareAsync(FeedCourier courier, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
            {
                await LookAsync(courier, stop);
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await LeaveAsync(courier);
        }
    }

    private async Task TellAsync(LaggingFeed lagging, CancellationToken cancel)
    {
        if (lagging.Behind < Late)
        {
            return;
        }

        if (Tell(lagging.Feed, isBehind: true))
        {
            log.LogError("The audit log does not reach {Feed} ({Why}); nothing is lost, and it is tried again. See the runbook on the feed of the audit log.", lagging.Feed, lagging.Why);
        }

        await findings.RaiseAsync(Job, new NewFinding(FindingKind.FeedBehind, lagging.Feed) { Detail = lagging.Why }, cancel);
    }

    private bool Tell(string feed, bool isBehind)
    {
        lock (told)
        {
            return isBehind ? told.Add(feed) : told.Remove(feed);
        }
    }

    private async Task LeaveAsync(FeedCourier courier)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await courier.LeaveAsync(limit.Token);
        }
        catch (Exception failure)
        {
            log.LogInformation("The feed's turn ends by itself ({Kind}).", failure.GetType().Name);
        }
    }
}
