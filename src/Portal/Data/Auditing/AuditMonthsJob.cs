using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Portal.Data.Auditing;

/// <summary>
/// While the portal serves: makes the audit log's months ahead, and moves what lies outside them into the month it belongs to. A start makes
/// months too; this is for a portal that runs longer than they last. It looks every hour and does nothing where nothing is missing.
/// </summary>
internal sealed class AuditMonthsJob(PortalDatabase database, TimeProvider clock, ILogger<AuditMonthsJob> log) : BackgroundService
{
    public const int MonthsAhead = 6;

    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>One look. A failure is no reason to stop serving, because entries outside the months are kept too; it is told until it is mended.</summary>
    public async Task<bool> KeepAsync(CancellationToken cancel)
    {
        try
        {
            var (moved, isSomeLeft) = await database.KeepAuditMonthsAsync(clock.GetUtcNow(), MonthsAhead, cancel);
            if (moved > 0)
            {
                log.LogWarning("{Moved} rows of the audit log lay outside its months and were moved into them.", moved);
            }

            if (isSomeLeft)
            {
                log.LogError("The audit log's default partition holds rows whose time is no real one; they stay there. See the runbook on the audit log.");
            }

            return true;
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            log.LogCritical(e, "The audit log's months could not be made ahead; entries go to its default partition. See the runbook on the audit log.");
            return false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            await KeepAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
