using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Portal.Benchmarks;

/// <summary>A second start of the whole portal until it answers, against the bare start of the same binary (its help text).</summary>
internal static class StartBench
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        var data = Path.Combine(Path.GetTempPath(), $"portal-bench-start-{Environment.ProcessId}");
        try
        {
            await OnceAsync(["seed-demo", "--data", data]);
            var ours = new double[5];
            var peer = new double[5];
            for (var round = 0; round < ours.Length; round++)
            {
                ours[round] = await StartAsync(data);
                peer[round] = await OnceAsync(["run", "--help"]);
            }

            var (mine, bare) = (Rounds.Median(ours), Rounds.Median(peer));
            yield return new Result("start", "second start until the first page is ready, against the binary's help text", mine / bare, mine, bare, "s");
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<double> StartAsync(string data)
    {
        var port = FreePort();
        var watch = Stopwatch.StartNew();
        using var process = Start(["run", "--data", data, "--port", $"{port}"]);
        // The line with the address is written once the server listens.
        for (var line = ""; line is not null && !line.Contains($":{port}", StringComparison.Ordinal);)
        {
            line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        }

        var seconds = watch.Elapsed.TotalSeconds;
        using var stop = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync();
        return seconds;
    }

    private static async Task<double> OnceAsync(string[] words)
    {
        var watch = Stopwatch.StartNew();
        using var process = Start(words);
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return watch.Elapsed.TotalSeconds;
    }

    private static Process Start(string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Binary, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        return Process.Start(start)!;
    }

    private static string Binary
    {
        get
        {
            var output = new DirectoryInfo(AppContext.BaseDirectory);
            var root = output.Parent!.Parent!.Parent!.Parent!.Parent!;
            return Path.Combine(root.FullName, "src", "Portal.Web", "bin", output.Parent.Name, "net10.0", "Portal.Web.dll");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
