using System.Diagnostics;

namespace Portal.Web.CommandLine;

/// <summary>
/// Makes a new instance (cluster, tables, demo data) in a process of its own: the code compiled for it and the memory it took would else stay with the
/// process that serves.
/// </summary>
internal static class FirstStart
{
    // What a verb ends with after it has told why; a process that was ended from outside has another code, and the caller tries itself.
    private const int Told = 1;

    /// <summary>Runs a verb that opens the instance, and waits for it. What does not come about is left to the caller, who opens it next.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="withDemo">Whether demo accounts and patients are added.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>Whether to go on; otherwise the reason has been told.</returns>
    public static async Task<bool> RunAsync(string data, bool withDemo, CancellationToken cancel)
    {
        using var made = Process.Start(Start([withDemo ? "seed-demo" : "migrate", "--data", data]));
        if (made is null)
        {
            return true;
        }

        await made.WaitForExitAsync(cancel);
        return made.ExitCode != Told;
    }

    // By the dotnet host as the script starts it, or by the binary's own.
    private static ProcessStartInfo Start(string[] words)
    {
        var host = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(host) == "dotnet"
            ? new ProcessStartInfo(host, [typeof(FirstStart).Assembly.Location, .. words])
            : new ProcessStartInfo(host, words);
    }
}
