using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Data.Findings;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Data.Auditing.Feeds;

/// <summary>While the portal serves: brings each feed its entries every few seconds, on every node; one of them has the turn. One that does not keep up is a finding.</summary>
internal sealed class FeedJob(IReadOnlyList<FeedCourier> couriers, FindingLog findings, TimeProvider clock, ILogger<FeedJob> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>A feed that lacks an older entry is behind.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    private static readonly Actor Job = Actor.System("audit-feed");

    private readonly ConcurrentDictionary<string, DateTimeOffset> told = new();

    /// <summary>One look at one feed; what fails is tried again.</summary>
    /// <returns>Whether there is more for it now.</returns>
    public async Task<bool> LookAsync(FeedCourier courier, CancellationToken cancel)
    {
        try
        {
            var lagging = await courier.DeliverAsync(cancel);
            if (lagging is { IsAltered: true })
            {
                await TellAlteredAsync(lagging.Feed, cancel);
            }

            if (lagging is null || lagging.Behind < Late)
            {
                told.TryRemove(courier.Feed, out _);
            }
            else
            {
                await TellAsync(lagging, cancel);
            }

            return lagging is { HasMore: true };
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("A feed of the audit log could not be looked after ({Kind}); it is tried again.", failure.GetType().Name);
            return false;
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
                while (await LookAsync(courier, stop))
                {
                    // One that is far behind is brought more at once.
                }
            }
            while (await timer.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await LeaveAsync(courier);
        }
    }

    // Beside what it lacks: somebody wrote to the database past the portal.
    private async Task TellAlteredAsync(string feed, CancellationToken cancel)
    {
        log.LogCritical("What the database said of {Feed} was not written by the portal; all entries are sent again. See the runbook on the feed of the audit log.", feed);
        await findings.RaiseAsync(
            Job, new NewFinding(FindingKind.FeedBehind, $"{feed}:{DeliveryTrouble.Altered}") { Detail = DeliveryTrouble.Altered, ReviewedFor = TimeSpan.FromDays(1) }, cancel);
    }

    // What is looked at every few seconds is told every few minutes.
    private async Task TellAsync(LaggingFeed lagging, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (told.TryGetValue(lagging.Feed, out var last) && last <= now && now - last < Late)
        {
            return;
        }

        if (last == default)
        {
            log.LogError("The audit log does not reach {Feed} in time ({Why}); nothing is lost, and it is tried again. See the runbook on the feed of the audit log.", lagging.Feed, lagging.Why);
        }

        await findings.RaiseAsync(Job, new NewFinding(FindingKind.FeedBehind, lagging.Feed) { Detail = lagging.Why, ReviewedFor = TimeSpan.FromDays(1) }, cancel);
        told[lagging.Feed] = now;
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
