using Microsoft.AspNetCore.HttpOverrides;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Hosting;

/// <summary>What trusted proxies say of a request: where it came from, by which scheme, for which host. Nobody else's headers are looked at (ASVS 4.1.3).</summary>
internal static class Proxies
{
    public static void UseProxies(this WebApplication app, PortalSettings settings)
    {
        if (settings.Proxies.Networks.Count > 0)
        {
            app.UseForwardedHeaders(Options(settings));
        }
    }

    private static ForwardedHeadersOptions Options(PortalSettings settings)
    {
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = settings.Proxies.Hops,
        };
        // The framework trusts the loopback by itself; only what is named counts.
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in settings.Proxies.Networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        if (settings.Url is { } url)
        {
            options.AllowedHosts.Add(url.Host);
        }

        return options;
    }
}
