using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Portal.Benchmarks;

/// <summary>
/// A start with <c>./portal run</c> on a built tree until the first page has come, against the same program's help text; and what the app holds in
/// memory at rest: after its very first start, which adds the demo data, and after a later one, each with a sign-in and a minute of idleness.
/// </summary>
internal static class StartBench
{
    private const double Mb = 1024 * 1024;

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(60);

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        var data = Path.Combine(Path.GetTempPath(), $"portal-bench-start-{Environment.ProcessId}");
        try
        {
            await OnceAsync(["--help"]); // builds, should the tree not be built
            yield return Result.Alone("start", "resident memory at rest after the very first start", await RestAsync(data), "MB", Limit.OursAtMost(200));
            yield return Result.Alone("start", "resident memory at rest after a later start", await RestAsync(data), "MB", Limit.OursAtMost(200));
            var ours = new double[5];
            var peer = new double[5];
            for (var round = 0; round < ours.Length; round++)
            {
                ours[round] = await StartAsync(data);
                peer[round] = await OnceAsync(["run", "--help"]);
            }

            yield return Result.Of("start", "until the first page has come, against the help text", Rounds.Median(ours), Rounds.Median(peer), "s", Limit.OursAtMost(5));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<double> StartAsync(string data)
    {
        var watch = Stopwatch.StartNew();
        await using var portal = await RunningPortal.StartAsync(data);
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<double> RestAsync(string data)
    {
        await using var portal = await RunningPortal.StartAsync(data);
        await portal.SignInAsync();
        await Task.Delay(Idle);
        return portal.ResidentBytes / Mb;
    }

    private static async Task<double> OnceAsync(string[] words)
    {
        var watch = Stopwatch.StartNew();
        using var process = RunningPortal.Launch(words);
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return watch.Elapsed.TotalSeconds;
    }
}
