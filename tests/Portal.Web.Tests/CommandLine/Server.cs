using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Portal.Web.Tests.CommandLine;

/// <summary>A process with the verb <c>run</c>, and a client that trusts its own certificate.</summary>
internal sealed class Server : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly ConcurrentQueue<string> said = new();
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly HttpClient client;

    private Server(Instance instance, IReadOnlyDictionary<string, string> environment, int port, string[] words)
    {
        Port = port;
        client = ClientOf(instance);
        process = Binary.Start(environment, ["run", "--data", instance.Root, "--port", $"{port}", .. words]);
        process.OutputDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Port { get; }

    public string Said => string.Join('\n', said);

    public static Task<Server> StartAsync(Instance instance, params string[] words) => StartAsync(instance, new Dictionary<string, string>(), words);

    public static async Task<Server> StartAsync(Instance instance, IReadOnlyDictionary<string, string> environment, params string[] words)
    {
        var server = new Server(instance, environment, FreePort(), words);
        try
        {
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A browser of its own.</summary>
    public Browser NewBrowser(Instance instance) => new(
        new Uri($"https://localhost:{Port}"), X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(instance.Root, "certs", "localhost.pfx"), null));

    public Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync($"https://localhost:{Port}{path}");

    /// <summary>Sends a signal, waits for the end, and returns the exit code.</summary>
    public async Task<int> StopAsync(string signal = "TERM")
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await Binary.EndAsync(process);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        if (!process.HasExited)
        {
            await StopAsync();
        }

        process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The instance's own certificate and no other.
    private static HttpClient ClientOf(Instance instance) => new(new SocketsHttpHandler
    {
        SslOptions =
        {
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() ==
                X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(instance.Root, "certs", "localhost.pfx"), null).Thumbprint,
        },
        AllowAutoRedirect = false,
    });

    private async Task WaitUntilReadyAsync()
    {
        while (watch.Elapsed < Patience && !process.HasExited)
        {
            if (await IsReadyAsync())
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new InvalidOperationException($"The portal did not start:\n{Said}");
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
