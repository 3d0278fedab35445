using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Portal.Data.Auditing.Sealing;

/// <summary>
/// While the portal serves: brings checkpoints outside every few seconds, and tells where a target does not keep up. Each target at its own pace: one that hangs, or has
/// years to catch up with, holds up no other and is told itself.
/// </summary>
internal sealed class CheckpointJob(IReadOnlyList<CheckpointCourier> couriers, SealingState state, TimeProvider clock, ILogger<CheckpointJob> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>A target that lacks an older checkpoint is an alarm.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    private readonly Lock turn = new();
    private readonly HashSet<string> late = new(StringComparer.Ordinal);
    private readonly HashSet<string> altered = new(StringComparer.Ordinal);

    /// <summary>One go to one target; what fails is tried again. Where the database cannot be asked, what was known stays.</summary>
    /// <returns>Whether there is more for it now.</returns>
    public async Task<bool> LookAsync(CheckpointCourier courier, CancellationToken cancel)
    {
        try
        {
            var go = await courier.DeliverAsync(cancel);
            if (IsNew(late, SealTrouble.TargetBehind, courier.Target, go.Behind >= Late))
            {
                log.LogError("Checkpoints of the audit log do not reach {Target} in time ({Why}); they are kept and tried again. See the runbook on checkpoints.", courier.Target, go.Why);
            }

            if (IsNew(altered, SealTrouble.DeliveryAltered, courier.Target, go.IsAltered))
            {
                log.LogCritical("What the database says of the checkpoints that {Target} has was not written by the portal, and is not believed. See the runbook on checkpoints.", courier.Target);
            }

            return go.HasMore;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("Checkpoints could not be looked for ({Kind}); it is tried again.", failure.GetType().Name);
            return false;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (couriers.Count == 0)
        {
            log.LogWarning("Checkpoints of the audit log stay in the database: whoever owns it could cut off the log's end unseen. Set Portal__Audit__Checkpoints__File, Portal__Audit__Checkpoints__Url or Portal__Audit__Checkpoints__S3__Url.");
        }

        return Task.WhenAll(couriers.Select(courier => CareAsync(courier, stoppingToken)));
    }

    private async Task CareAsync(CheckpointCourier courier, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            while (await LookAsync(courier, stop))
            {
                // One that is far behind is brought more at once.
            }
        }
        while (await timer.WaitForNextTickAsync(stop));
    }

    // A trouble lasts until the last target is out of it.
    private bool IsNew(HashSet<string> those, SealTrouble trouble, string target, bool isThere)
    {
        lock (turn)
        {
            var isNew = isThere ? those.Add(target) : those.Remove(target);
            state.Set(trouble, those.Count > 0);
            return isNew && isThere;
        }
    }
}
