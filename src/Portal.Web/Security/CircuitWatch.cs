using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Web.Hosting;

namespace Portal.Web.Security;

/// <summary>Asks every two seconds, with one query, which sessions with an open circuit on this node have ended on any node, and ends their circuits (164.308(a)(3)(ii)(C)).</summary>
internal sealed class CircuitWatch(CircuitSessions circuits, FindEndedSessions sessions, DatabaseState database, TimeProvider clock, ILogger<CircuitWatch> log)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly Actor Job = Actor.System("circuit-watch");

    internal async Task LookAsync(CancellationToken cancel)
    {
        circuits.ForgetOld();
        var open = circuits.Sessions();
        if (open.Count == 0 || database.IsAway)
        {
            // While the database is away nothing comes in on a circuit, and the browser ends by its own clock.
            return;
        }

        foreach (var session in await sessions.AmongAsync(Job, open, cancel))
        {
            circuits.End(session);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryAsync(stoppingToken);
        }
    }

    private async Task TryAsync(CancellationToken stop)
    {
        try
        {
            await LookAsync(stop);
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // The portal stops.
        }
        catch (Exception failure)
        {
            database.Report();
            log.LogError("Sessions of open circuits could not be asked for ({Kind}); it is tried again.", failure.GetType().Name);
        }
    }
}
