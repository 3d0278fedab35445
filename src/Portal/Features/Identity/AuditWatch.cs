using System.Collections.Concurrent;
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

    /// <summary>After so long, what could not be told is tried again.</summary>
    public static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    private static readonly Actor Job = Actor.System("audit-watch");

    private readonly ConcurrentDictionary<AuditRefusal, bool> untold = [];
    private TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From the first entry that was not taken until one is. What was is told apart from that, so that what cannot be told keeps nobody from working.</summary>
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

    /// <summary>Tells why the log took no entries, each reason of outages that are over. A database that was only out of reach is told by others.</summary>
    /// <returns>Whether nothing is left to tell; the rest is tried again.</returns>
    public async Task<bool> TellAsync(CancellationToken cancel)
    {
        foreach (var why in untold.Keys)
        {
            var isRaised = await TryAsync(() => findings.RaiseAsync(Job, new NewFinding(FindingKind.NotWritten, $"{why}") { Detail = $"{why}" }, cancel), cancel);
            var isTold = await TryAsync(() => tell.ForAsync(Job, $"NotWritten{why}", "The log took no entries for a time, so that nothing could be opened or changed", cancel), cancel);
            if (isRaised && isTold)
            {
                untold.TryRemove(why, out _);
            }
        }

        return untold.IsEmpty;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(WatchAsync(stoppingToken), TellAllAsync(stoppingToken));

    private async Task WatchAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            await health.Refused.WaitAsync(cancel);
            await OutageAsync(cancel);
        }
    }

    private async Task TellAllAsync(CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            var next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref over, next);
            await TellAsync(cancel);
            await Task.WhenAny(next.Task, Task.Delay(Again, clock, cancel)); // at once when an outage is over
        }
    }

    private async Task<bool> TryAsync(Func<Task> work, CancellationToken cancel)
    {
        try
        {
            await work();
            return true;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            log.LogWarning("That the audit log took no entries could not be told everybody ({Kind}); it is tried again in a minute.", failure.GetType().Name);
            return false;
        }
    }

    // That it was taken is the proof.
    private async Task<bool> IsMendedAsync(DateTimeOffset since, CancellationToken cancel)
    {
        try
        {
            await audit.TakenAgainAsync(Job, cancel);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return false;
        }

        foreach (var why in health.Mended().Where(one => one is not AuditRefusal.Away))
        {
            untold.TryAdd(why, true);
        }

        Volatile.Read(ref over).TrySetResult();

        log.LogWarning("The audit log takes entries again, after {Seconds:0} s.", (clock.GetUtcNow() - since).TotalSeconds);
        return true;
    }
}
