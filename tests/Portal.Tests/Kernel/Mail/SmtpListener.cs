using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Portal.Tests.Kernel.Mail;

/// <summary>A small mail server: it notes each line it hears and whether it came through TLS.</summary>
internal sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool offersTls;
    private readonly Task serving;

    public SmtpListener(bool offersTls)
    {
        this.offersTls = offersTls;
        Certificate = NewCertificate();
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        serving = ServeAsync();
    }

    public int Port { get; }

    public X509Certificate2 Certificate { get; }

    /// <summary>What the next receivers are answered; "250 ok" where there is nothing more.</summary>
    public ConcurrentQueue<string> ToReceivers { get; } = [];

    /// <summary>Whether it says nothing at all to whoever comes.</summary>
    public bool IsSilent { get; init; }

    /// <summary>Whoever came to a silent server went away again.</summary>
    public Task Left => left.Task;

    /// <summary>What was heard: the line, and whether it was encrypted.</summary>
    public ConcurrentQueue<(string Line, bool Secret)> Heard { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        Certificate.Dispose();
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await (IsSilent ? ListenAsync(client.GetStream()) : TalkAsync(client.GetStream()));
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException or SocketException)
            {
                // The client went away, as it does when it does not trust us.
            }
        }
    }

    private async Task ListenAsync(Stream open)
    {
        try
        {
            while (await open.ReadAsync(new byte[512], stop.Token) > 0)
            {
            }
        }
        finally
        {
            left.TrySetResult();
        }
    }

    private async Task TalkAsync(Stream open)
    {
        await WriteAsync(open, "220 localhost ready");
        if (await ConverseAsync(open, isSecret: false))
        {
            await using var tls = new SslStream(open);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, stop.Token);
            await ConverseAsync(tls, isSecret: true);
        }
    }

    /// <summary>Until the client wants TLS (true) or leaves.</summary>
    private async Task<bool> ConverseAsync(Stream stream, bool isSecret)
    {
        var (reader, inData) = (new StreamReader(stream, Encoding.UTF8, leaveOpen: true), false);
        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            Heard.Enqueue((line, isSecret));
            if (inData && line != ".")
            {
                continue;
            }

            var answer = line.Split(' ')[0].ToUpperInvariant() switch
            {
                "EHLO" => isSecret ? "250-localhost\r\n250 AUTH LOGIN" : offersTls ? "250-localhost\r\n250 STARTTLS" : "250 localhost",
                "STARTTLS" => "220 go on",
                "AUTH" => "334 UGFzc3dvcmQ6",
                "DATA" => "354 go on",
                "QUIT" => "221 bye",
                "RCPT" when ToReceivers.TryDequeue(out var wanted) => wanted,
                "MAIL" or "RCPT" or "." or "RSET" => "250 ok",
                _ => "235 ok",
            };
            inData = line == "DATA";
            await WriteAsync(stream, answer);
            if (line == "STARTTLS")
            {
                return true;
            }
        }

        return false;
    }

    private static async Task WriteAsync(Stream stream, string answer)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"));
        await stream.FlushAsync();
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
