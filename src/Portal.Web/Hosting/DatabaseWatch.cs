using Portal.Features.Identity;
using Portal.Kernel.Access;

namespace Portal.Web.Hosting;

/// <summary>Asks every few seconds whether the database answers, and at once when a failure is reported: thousands of open pages need one question.</summary>
internal sealed class DatabaseWatch(CheckReady ready, DatabaseState state, TimeProvider clock, ILogger<DatabaseWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync(stoppingToken);
            await Task.WhenAny(state.Reported, Task.Delay(Interval, clock, stoppingToken));
        }
    }

    // Twice, before it is given up.
    private async Task LookAsync(CancellationToken stop)
    {
        var answers = await AnswersAsync(stop) || await AnswersAsync(stop);
        if (!stop.IsCancellationRequested && state.Found(answers, Failed))
        {
            log.Log(answers ? LogLevel.Information : LogLevel.Error, "The database {Answers}.", answers ? "answers again" : "does not answer; open pages wait for it");
        }
    }

    private void Failed(Exception failure) => log.LogError("Something that waits for the database failed when it was told of it ({Kind}).", failure.GetType().Name);

    private async Task<bool> AnswersAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            return await ready.IsReadyAsync(Actor.Anonymous, limit.Token);
        }
        catch (Exception)
        {
            // However it fails: it did not answer.
            return false;
        }
    }
}
