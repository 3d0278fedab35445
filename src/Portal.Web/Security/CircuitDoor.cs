using Portal.Features.Identity;
using Portal.Features.Identity.Sessions;
using Portal.Web.Hosting;

namespace Portal.Web.Security;

/// <summary>Lets into a circuit what comes from a session that lives, and refuses everything of one that has ended (45 CFR 164.312(a)(2)(iii), ASVS 7.4.2).</summary>
/// <remarks>
/// It asks the database at each thing that a person does; use cases ask it again through <see cref="ActorSource"/>. While the database cannot answer, what
/// comes in waits: let through it would be unchecked, thrown away it would be a letter or a click lost without a word.
/// </remarks>
internal sealed class CircuitDoor(
    CircuitSessions circuits, FindEndedSessions ended, FindSession sessions, SessionLimits limits, DatabaseState database, TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Whether something may go in.</summary>
    /// <param name="circuit">Where it comes in.</param>
    /// <param name="isInput">Whether a person did it, so that it counts against being idle.</param>
    /// <param name="gone">The connection ended.</param>
    public async Task<bool> MayGoInAsync(OpenCircuit circuit, bool isInput, CancellationToken gone)
    {
        var lives = circuit.IsEnded ? false : await LivesAsync(circuit, isInput, gone);
        if (lives == false)
        {
            circuits.End(circuit.Session);
        }

        return lives == true;
    }

    // null where it could not be found out: what came in is refused, and the session's other circuits go on.
    private async Task<bool?> LivesAsync(OpenCircuit circuit, bool isInput, CancellationToken gone)
    {
        while (true)
        {
            try
            {
                await database.BackAsync(gone);
                return await AskAsync(circuit, isInput, gone);
            }
            catch (Exception failure) when (PassingFailure.Is(failure))
            {
                database.Report();
                await Task.Delay(Pause, clock, gone).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (gone.IsCancellationRequested)
            {
                // Nobody waits for an answer any more. The session may live; the circuit takes this one thing no more.
                return null;
            }
        }
    }

    private async Task<bool> AskAsync(OpenCircuit circuit, bool isInput, CancellationToken gone)
    {
        if ((await ended.AmongAsync(circuit.Actor, [circuit.Session], gone)).Count > 0)
        {
            return false;
        }

        if (isInput && !(circuit.RecordedAt is { } last && clock.GetElapsedTime(last) < limits.InputStepOf(circuit.Actor.Role)))
        {
            await sessions.RecordInputAsync(circuit.Actor, gone);
            circuit.RecordedAt = clock.GetTimestamp();
        }

        return true;
    }
}
