using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Data.Auditing;
using Portal.Data.Findings;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;

namespace Portal.Features.Identity;

/// <summary>
/// Tells at once, where the database is not needed for it, that the audit log takes no entries; tries each second whether it does; and then raises a finding and
/// tells compliance officers what was (docs/decisions/0076).
/// </summary>
internal sealed class AuditWatch(AuditHealth health, IdentityAudit audit, TellAuditTrouble tell, FindingLog findings, TimeProvider clock, ILogger<AuditWatch> log) : BackgroundService
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly Actor Job = Actor.System("audit-watch");

    /// <summary>From the first entry that was not taken until one is.</summary>
    public async Task OutageAsync(CancellationToken cancel)
    {
        var since = clock.GetUtcNow();
        var told = health.Why;
        log.LogCritical("The audit log takes no entries ({Why}): nothing opens and nothing changes until it does. See the runbook on faults.", told);
        while (!await IsMendedAsync(since, cancel))
        {
            await Task.Delay(Pause, clock, cancel);
            if (health.Why is { } now && now != told)
            {
                told = now;
                log.LogCritical("The audit log still takes no entries ({Why}).", told);
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await health.Refused.WaitAsync(stoppingToken);
            await OutageAsync(stoppingToken);
        }
    }

    // The entry comes last: that it was taken is the proof.
    private async Task<bool> IsMendedAsync(DateTimeOffset since, CancellationToken cancel)
    {
        try
        {
            var why = health.Why;
            if (why is not AuditRefusal.Away)
            {
                await findings.RaiseAsync(Job, new NewFinding(FindingKind.NotWritten, $"{why}") { Detail = $"{why}" }, cancel);
                await tell.ForAsync(Job, $"NotWritten{why}", "The log took no entries for a time, so that nothing could be opened or changed", cancel);
            }

            await audit.TakenAgainAsync(Job, cancel);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return false;
        }

        health.Mended();
        log.LogWarning("The audit log takes entries again, after {Seconds:0} s.", (clock.GetUtcNow() - since).TotalSeconds);
        return true;
    }
}
