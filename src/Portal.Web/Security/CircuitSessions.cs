using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Web.Security;

/// <summary>The circuits that are open on this node, each with its session; ends those whose session has ended (ASVS 7.4.2; ADR 0031).</summary>
/// <remarks>
/// It also knows whose a circuit is that lost its connection. Blazor gives such a circuit, and with it what it shows, to whoever brings its secret, and then
/// lets it act as that person: after a change of person at one browser that must not happen.
/// </remarks>
internal sealed class CircuitSessions(TimeProvider clock)
{
    // Blazor keeps a circuit without connection for three minutes.
    private static readonly TimeSpan ReturnWithin = TimeSpan.FromMinutes(5);

    private readonly Lock adding = new();
    private readonly ConcurrentDictionary<string, OpenCircuit> open = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, Left> left = new();

    /// <summary>How many are open, for the tests.</summary>
    public int Count => open.Count;

    /// <summary>Those that are open, for the tests.</summary>
    internal IReadOnlyCollection<OpenCircuit> Open => [.. open.Values];

    /// <summary>How many an account has open on this node, by whatever transport.</summary>
    public int CountOf(AccountId account) => open.Values.Count(circuit => circuit.Actor.Account == account);

    /// <summary>The sessions with an open circuit.</summary>
    public IReadOnlyCollection<SessionId> Sessions() =>
        [.. open.Values.Where(circuit => !circuit.IsEnded).Select(circuit => circuit.Session).Distinct()];

    /// <summary>Takes a connection in, unless its account has as many open as it may. Of two that come at once for the last place, one gets it.</summary>
    public bool TryAdd(string connection, Actor actor, Action abort, int most)
    {
        lock (adding)
        {
            if (CountOf(actor.Account!.Value) >= most)
            {
                return false;
            }

            Add(connection, actor, abort);
            return true;
        }
    }

    public OpenCircuit Add(string connection, Actor actor, Action abort) => open[connection] = new OpenCircuit(actor, abort);

    public OpenCircuit? Find(string connection) => open.GetValueOrDefault(connection);

    /// <summary>The connection is gone; its circuit may be returned to for a while, by the same session.</summary>
    public void Remove(string connection)
    {
        if (open.TryRemove(connection, out var circuit) && circuit is { IsEnded: false, Return: { } hash })
        {
            left[hash] = new Left(circuit.Session, clock.GetTimestamp());
        }
    }

    /// <summary>Ends every circuit of a session on this node.</summary>
    public void End(SessionId session)
    {
        foreach (var circuit in open.Values.Where(circuit => circuit.Session == session))
        {
            circuit.End();
        }

        Forget(one => one.Session == session);
    }

    /// <summary>Remembers by which secret a circuit can be returned to; only its hash is kept.</summary>
    public static void Remember(OpenCircuit circuit, string secret) => circuit.Return = HashOf(secret);

    /// <summary>Whether a circuit that lost its connection, or is about to, is of the same session as this connection.</summary>
    public bool MayReturn(OpenCircuit circuit, string? secret)
    {
        var hash = HashOf(secret ?? "");
        var owner = left.TryGetValue(hash, out var gone)
            ? gone.Session
            : open.Values.FirstOrDefault(one => one.Return == hash && !one.IsEnded)?.Session;
        return owner == circuit.Session;
    }

    /// <summary>Forgets circuits that nobody can return to any more.</summary>
    public void ForgetOld() => Forget(one => clock.GetElapsedTime(one.At) > ReturnWithin);

    private void Forget(Func<Left, bool> which)
    {
        foreach (var (hash, _) in left.Where(pair => which(pair.Value)))
        {
            left.TryRemove(hash, out _);
        }
    }

    // Half of the hash: 128 bits of a secret that is random cannot be met by chance, and thousands of circuits are remembered for minutes.
    private static Guid HashOf(string secret) => new(SHA256.HashData(Encoding.UTF8.GetBytes(secret)).AsSpan(0, 16));

    private readonly record struct Left(SessionId Session, long At);
}
