using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Portal.Data;

/// <summary>
/// What every node looks after while the portal serves: at once, and again after each interval. What goes wrong is told and tried again; it is no reason to stop serving.
/// </summary>
/// <param name="interval">From one look to the next.</param>
/// <param name="trouble">What was not done when a look fails, as the beginning of a sentence.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where trouble is told.</param>
internal abstract class RegularJob(TimeSpan interval, string trouble, TimeProvider clock, ILogger log) : BackgroundService
{
    protected TimeProvider Clock { get; } = clock;

    /// <summary>One look. Several nodes may look at once: the work itself decides who does it.</summary>
    protected abstract Task LookAsync(CancellationToken cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, Clock);
        do
        {
            await TryAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TryAsync(CancellationToken cancel)
    {
        try
        {
            await LookAsync(cancel);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            // Its kind alone: what drivers say may hold values.
            log.LogError("{Trouble} ({Kind}); it is tried again in {Seconds} seconds.", trouble, failure.GetType().Name, interval.TotalSeconds);
        }
    }
}
