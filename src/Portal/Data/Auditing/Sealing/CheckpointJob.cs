using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Kernel.Audit.Checkpoints;

namespace Portal.Data.Auditing.Sealing;

/// <summary>While the portal serves: brings checkpoints outside every few seconds, and tells where a target does not keep up.</summary>
internal sealed class CheckpointJob(CheckpointCourier courier, SealingState state, CheckpointSettings settings, TimeProvider clock, ILogger<CheckpointJob> log) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>A target that lacks an older checkpoint is an alarm.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    /// <summary>One look; what fails is tried again.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            var late = (await courier.DeliverAsync(cancel)).Where(target => target.Behind >= Late).ToList();
            if (state.Set(SealTrouble.TargetBehind, late.Count > 0) && late.Count > 0)
            {
                log.LogError("Checkpoints of the audit log do not reach {Target} ({Why}); they are kept and tried again. See the runbook on the audit log.", late[0].Target, late[0].Why);
            }
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("Checkpoints could not be looked for ({Kind}); it is tried again.", failure.GetType().Name);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings is { File: null, Url: null, Bucket: null })
        {
            log.LogWarning("Checkpoints of the audit log stay in the database: whoever owns it could cut off the log's end unseen. Set Portal__Audit__Checkpoints__File, Portal__Audit__Checkpoints__Url or Portal__Audit__Checkpoints__S3__Url.");
            return;
        }

        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await LookAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
