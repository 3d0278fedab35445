using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Portal.Web.Hosting;

namespace Portal.Web.Security;

/// <summary>Refuses what comes in on a circuit whose session has ended, and sends the browser to the sign-in page (45 CFR 164.312(a)(2)(iii)).</summary>
/// <remarks>
/// It asks the session row at most every five seconds; use cases ask it each time through <see cref="ActorSource"/>. While the database cannot
/// answer, what comes in waits: let through it would be unchecked, thrown away it would be a letter or a click lost without a word.
/// </remarks>
internal sealed class SessionCircuitHandler(ActorSource actors, NavigationManager navigation, DatabaseState database, TimeProvider clock)
    : CircuitHandler, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource gone = new();
    // A timestamp, not the time: a clock that is set back must not stop the checks.
    private long? checkedAt;
    private bool ended;

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => async activity =>
    {
        if (await MayGoOnAsync())
        {
            await next(activity);
        }
    };

    internal async Task<bool> MayGoOnAsync()
    {
        if (ended || (checkedAt is { } last && clock.GetElapsedTime(last) < Interval))
        {
            return !ended;
        }

        ended = !await LivesAsync();
        checkedAt = clock.GetTimestamp();
        if (ended && !gone.IsCancellationRequested)
        {
            navigation.NavigateTo("/sign-in", forceLoad: true);
        }

        return !ended;
    }

    // Not disposed: a waiting activity may still ask for its token.
    public void Dispose() => gone.Cancel();

    private async Task<bool> LivesAsync()
    {
        while (true)
        {
            try
            {
                await database.BackAsync(gone.Token);
                return await AskAsync();
            }
            catch (Exception failure) when (PassingFailure.Is(failure))
            {
                database.Report();
                await Task.Delay(Pause, clock, gone.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (gone.IsCancellationRequested)
            {
                // Nobody waits for an answer any more.
                return false;
            }
        }
    }

    private async Task<bool> AskAsync()
    {
        if (await actors.LivingAsync(gone.Token) is null)
        {
            return false;
        }

        await actors.RecordInputAsync(gone.Token);
        return true;
    }
}
