using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Portal.Web.Security;

/// <summary>Refuses what comes in on a circuit whose session has ended, and sends the browser to the sign-in page (45 CFR 164.312(a)(2)(iii)).</summary>
/// <remarks>It asks the session row at most every five seconds; use cases ask it each time through <see cref="ActorSource"/>.</remarks>
internal sealed class SessionCircuitHandler(ActorSource actors, NavigationManager navigation, TimeProvider clock) : CircuitHandler
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

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

        ended = await actors.LivingAsync(CancellationToken.None) is null;
        checkedAt = clock.GetTimestamp();
        if (ended)
        {
            navigation.NavigateTo("/sign-in", forceLoad: true);
            return false;
        }

        await actors.RecordInputAsync(CancellationToken.None);
        return true;
    }
}
