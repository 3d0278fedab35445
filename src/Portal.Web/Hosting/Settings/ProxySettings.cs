using System.Net;

namespace Portal.Web.Hosting.Settings;

/// <summary>Proxies whose word about a request counts.</summary>
/// <param name="Networks">Where they stand; empty where the portal is reached directly.</param>
/// <param name="Hops">How many of them a request passes at most.</param>
internal sealed record ProxySettings(IReadOnlyList<IPNetwork> Networks, int Hops)
{
    public static ProxySettings Read(SettingsReader reader)
    {
        var networks = reader.Many("Proxies").Select(Network).ToList();
        return networks.Count == 0 && reader.Text("ProxyHops") is not null
            ? throw SettingsReader.Refused("ProxyHops", "means nothing without the proxies' networks in Portal__Proxies")
            : new ProxySettings(networks, reader.Number("ProxyHops", unset: 1, least: 1, most: 10));
    }

    public bool Hold(IPAddress? address) =>
        address is not null && Networks.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));

    // All addresses of the world would let anybody say who he is and where he comes from.
    private static IPNetwork Network(string text) => IPNetwork.TryParse(text, out var network) && network.PrefixLength > 0
        ? network
        : throw SettingsReader.Refused("Proxies", "must list networks of proxies, as in 10.0.0.0/24, 2001:db8::7/128, and not the whole world");
}
