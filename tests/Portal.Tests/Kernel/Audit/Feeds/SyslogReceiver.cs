using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Portal.Tests.Kernel.Audit.Feeds;

/// <summary>A small syslog server on this machine: it takes frames by their length, through TLS where it has a certificate.</summary>
internal sealed class SyslogReceiver : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;
    private readonly bool hasTls;

    public SyslogReceiver(int port = 0, bool hasTls = false)
    {
        this.hasTls = hasTls;
        Certificate = NewCertificate();
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = ServeAsync();
    }

    public int Port { get; }

    public X509Certificate2 Certificate { get; }

    public Uri Address => new($"{(hasTls ? "tls" : "tcp")}://localhost:{Port}");

    /// <summary>Whole messages in the order in which they came.</summary>
    public ConcurrentQueue<string> Messages { get; } = [];

    /// <summary>After so many messages it breaks off, once.</summary>
    public int BreaksAfter { get; set; } = int.MaxValue;

    /// <summary>Whether it ends at once without reading anything, as a process does that is stopped; the first time only.</summary>
    public bool Leaves { get; set; }

    /// <summary>Whether it takes connections and reads nothing.</summary>
    public bool Hangs { get; set; }

    /// <summary>The ids of the entries.</summary>
    public List<Guid> Ids => [.. Messages.Select(message => JsonDocument.Parse(message[message.IndexOf('{', StringComparison.Ordinal)..]).RootElement.GetProperty("id").GetGuid())];

    public async ValueTask DisposeAsync()
    {
        if (serving.IsCompleted)
        {
            return; // a second time
        }

        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
        Certificate.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                if (Leaves)
                {
                    Leaves = false;
                    client.Client.Dispose(); // closed and nothing else: the client itself would first say that it has no more to send, and no sender can tell that from thanks
                    continue;
                }

                if (Hangs)
                {
                    await Task.Delay(Timeout.Infinite, stop.Token);
                }

                await (hasTls ? ThroughTlsAsync(client) : ReadAsync(client, client.GetStream()));
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or AuthenticationException)
            {
                // The sender went away, or this ends.
            }
        }
    }

    private async Task ThroughTlsAsync(TcpClient client)
    {
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, stop.Token);
        await ReadAsync(client, tls);
    }

    private async Task ReadAsync(TcpClient client, Stream stream)
    {
        while (await LengthAsync(stream) is { } length)
        {
            var frame = new byte[length];
            await stream.ReadExactlyAsync(frame, stop.Token);
            Messages.Enqueue(Encoding.UTF8.GetString(frame));
            if (Messages.Count == BreaksAfter)
            {
                BreaksAfter = int.MaxValue;
                client.LingerState = new LingerOption(true, 0);
                client.Client.Dispose(); // a reset, as of a process that was killed: the client itself would end the connection in order
                return;
            }
        }
    }

    private async Task<int?> LengthAsync(Stream stream)
    {
        var (length, one) = (0, new byte[1]);
        for (var at = 0; await stream.ReadAsync(one, stop.Token) > 0; at++)
        {
            if (one[0] == ' ')
            {
                return length;
            }

            length = (length * 10) + (one[0] - '0');
        }

        return null;
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
