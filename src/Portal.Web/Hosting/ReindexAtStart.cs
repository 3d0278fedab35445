using Portal.Features.Patients.Registration;
using Portal.Kernel.Access;

namespace Portal.Web.Hosting;

/// <summary>After the start, beside the work of people: gives search tokens to patients who were registered by an older version.</summary>
internal sealed class ReindexAtStart(ReindexPatients reindex, ILogger<ReindexAtStart> log) : BackgroundService
{
    private static readonly Actor Job = Actor.System("reindex-patients");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the start waits for nothing of this
        try
        {
            var done = await reindex.ForAsync(Job, new Lines(log), stoppingToken);
            if (done > 0)
            {
                log.LogInformation("Search index: done, {Count} patients.", done);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The portal stops; the next start goes on.
        }
        catch (Exception failure)
        {
            log.LogError("The search index was not finished ({Kind}); the next start goes on.", failure.GetType().Name);
        }
    }

    private sealed class Lines(ILogger log) : IProgress<int>
    {
        public void Report(int value) => log.LogInformation("Search index: {Count} patients so far.", value);
    }
}
