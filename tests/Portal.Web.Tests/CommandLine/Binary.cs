using System.Diagnostics;

namespace Portal.Web.Tests.CommandLine;

/// <summary>Starts the built binary as people do, each time as a process of its own.</summary>
internal static class Binary
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly string[] NotInherited =
        ["ConnectionStrings__Portal", "ConnectionStrings__PortalOwner", "Portal__KeyFile", "PORTAL_DEFAULT_DATA", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];

    // The same configuration as these tests were built in.
    private static string Path
    {
        get
        {
            var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
            return System.IO.Path.Combine(Clone.Root, "src", "Portal.Web", "bin", configuration, "net10.0", "Portal.Web.dll");
        }
    }

    public static Task<Answer> RunAsync(params string[] words) => RunAsync(new Dictionary<string, string>(), words);

    public static async Task<Answer> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] words)
    {
        using var process = Start(environment, words);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        process.StandardInput.Close();
        await EndAsync(process);
        return new Answer(process.ExitCode, await output, await errors);
    }

    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] words)
    {
        var start = new ProcessStartInfo("dotnet", [Path, .. words])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = System.IO.Path.GetTempPath(),
        };
        foreach (var name in NotInherited)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits for the end; a process that does not end is killed, and the test fails.</summary>
    public static async Task EndAsync(Process process)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
