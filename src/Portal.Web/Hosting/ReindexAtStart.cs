using Portal.Features.Patients.Registration;
using Portal.Kernel.Access;

namespace Portal.Web.Hosting;

/// <summary>After the start, beside the work of people: gives search tokens to patients who were registered by an older version. What fails is tried again.</summary>
internal sealed class ReindexAtStart(ReindexPatients reindex, TimeProvider clock, ILogger<ReindexAtStart> log) : BackgroundService
{
    /// <summary>Between a failure and the next attempt.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private static readonly Actor Job = Actor.System("reindex-patients");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the start waits for nothing of this
        while (!await IsDoneAsync(stoppingToken) && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> IsDoneAsync(CancellationToken stop)
    {
        try
        {
            var done = await reindex.ForAsync(Job, new Lines(log), stop);
            if (done > 0)
            {
                log.LogInformation("Search index: done, {Count} patients.", done);
            }

            return true;
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            return true; // the portal stops; the next start goes on
        }
        catch (Exception failure)
        {
            log.LogError("The search index was not finished ({Kind}); it goes on in {Minutes} minutes.", failure.GetType().Name, Pause.TotalMinutes);
            return false;
        }
    }

    private sealed class Lines(ILogger log) : IProgress<int>
    {
        public void Report(int value) => log.LogInformation("Search index: {Count} patients so far.", value);
    }
}
