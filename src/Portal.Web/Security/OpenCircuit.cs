using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Web.Security;

/// <summary>One connection of a circuit and the session it was opened in.</summary>
/// <param name="actor">Who opened it; with a session.</param>
/// <param name="abort">Cuts the connection.</param>
internal sealed class OpenCircuit(Actor actor, Action abort)
{
    private int ended;

    public Actor Actor => actor;

    public SessionId Session => actor.Session!.Value;

    /// <summary>Whether its session has ended: nothing that comes in is taken any more.</summary>
    public bool IsEnded => ended != 0;

    /// <summary>The hash of the secret by which the browser could come back to its circuit; <c>null</c> before it has one.</summary>
    public Guid? Return { get; set; }

    /// <summary>When input was last written down, by the clock that is never set.</summary>
    public long? RecordedAt { get; set; }

    /// <summary>Takes nothing more and cuts the connection, once.</summary>
    public void End()
    {
        if (Interlocked.Exchange(ref ended, 1) == 0)
        {
            abort();
        }
    }
}
