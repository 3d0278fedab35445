using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Portal.Web.Tests.Hosting;

/// <summary>A TLS connection to a listener on the loopback, for what no HTTP client would do or tell.</summary>
internal static class RawTls
{
    /// <param name="port">Where it listens.</param>
    /// <param name="application">What is to be spoken over it.</param>
    /// <param name="protocol">The one version that is offered; none for what the system offers.</param>
    /// <param name="suites">The suites that are offered; none for all.</param>
    public static async Task<SslStream> ConnectAsync(
        int port, IReadOnlyList<SslApplicationProtocol> application, SslProtocols protocol = SslProtocols.None, params TlsCipherSuite[] suites)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync("localhost", port);
        var tls = new SslStream(socket.GetStream());
#pragma warning disable CA5359, CA1416 // what is asked is the handshake, or the answer to a name, on the loopback; the tests run on Linux
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocol,
            CipherSuitesPolicy = suites.Length == 0 ? null : new CipherSuitesPolicy(suites),
            ApplicationProtocols = [.. application],
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
#pragma warning restore CA5359, CA1416
        return tls;
    }
}
