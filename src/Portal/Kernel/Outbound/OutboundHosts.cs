namespace Portal.Kernel.Outbound;

/// <summary>
/// The machines that this instance may speak to: those that its configuration names, and no other (ASVS 13.2.4). Every client of the network asks
/// before it connects; a host that came from data is refused. The database is not one of them: its driver connects by its own checked setting.
/// </summary>
public sealed class OutboundHosts
{
    private readonly HashSet<(string Host, int Port)> known;

    /// <summary>Takes the hosts that the configuration names.</summary>
    /// <param name="configured">Name or address, and port.</param>
    public OutboundHosts(IEnumerable<(string Host, int Port)> configured) => known = [.. configured.Select(one => (Plain(one.Host), one.Port))];

    /// <summary>Refuses a host that is not configured.</summary>
    /// <param name="host">Its name or address.</param>
    /// <param name="port">Its port.</param>
    /// <exception cref="OutboundRefusedException">The configuration does not name it.</exception>
    public void Require(string host, int port)
    {
        ArgumentNullException.ThrowIfNull(host);
        if (!known.Contains((Plain(host), port)))
        {
            throw new OutboundRefusedException();
        }
    }

    // Names are the same in any case and with the root's dot.
    private static string Plain(string host) => host.TrimEnd('.').ToLowerInvariant();
}
