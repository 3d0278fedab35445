using System.Diagnostics;

namespace Portal.Web.CommandLine;

/// <summary>
/// Adds the demo data of a new instance in a process of its own: the code compiled for it and the memory it took would else stay with the process
/// that serves.
/// </summary>
internal static class FirstSeed
{
    /// <summary>Runs <c>seed-demo</c> beside this process, on the cluster that it keeps open. What does not come about is left to the caller.</summary>
    public static async Task RunAsync(string data, CancellationToken cancel)
    {
        using var seed = Process.Start(Start(["seed-demo", "--data", data]));
        if (seed is not null)
        {
            await seed.WaitForExitAsync(cancel);
        }
    }

    // By the dotnet host as the script starts it, or by the binary's own.
    private static ProcessStartInfo Start(string[] words)
    {
        var host = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(host) == "dotnet"
            ? new ProcessStartInfo(host, [typeof(FirstSeed).Assembly.Location, .. words])
            : new ProcessStartInfo(host, words);
    }
}
