using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Portal.Web.Hosting.Certificates;
using Portal.Web.Hosting.Settings;

namespace Portal.Web.Hosting;

/// <summary>Where Kestrel listens: https, and where it is asked for a plain port that leads there.</summary>
internal static class Listeners
{
    public static void Listen(KestrelServerOptions kestrel, HttpsSettings settings, int port, ServedCertificate certificate)
    {
        kestrel.AddServerHeader = false;
        At(kestrel, settings, port, listen => listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(certificate.Tls) }));
        if (settings.RedirectPort is { } plain)
        {
            At(kestrel, settings, plain, listen => listen.Protocols = HttpProtocols.Http1);
        }
    }

    private static void At(KestrelServerOptions kestrel, HttpsSettings settings, int port, Action<ListenOptions> how)
    {
        if (settings.Address is { } address)
        {
            kestrel.Listen(address, port, how);
        }
        else
        {
            kestrel.ListenLocalhost(port, how);
        }
    }
}
