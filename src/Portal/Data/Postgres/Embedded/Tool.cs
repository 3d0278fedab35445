using System.Diagnostics;

namespace Portal.Data.Postgres.Embedded;

/// <summary>What a program answered.</summary>
internal sealed record ToolAnswer(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>
/// Runs a program to its end. It gets a clean environment and a neutral working folder: what runs as the database's
/// user must see nothing of ours (a database superuser can read its own /proc/self/environ).
/// </summary>
internal static class Tool
{
    public static async Task<ToolAnswer> RunAsync(
        OsUser? user, IReadOnlyList<string> command, string? input = null, CancellationToken cancel = default)
    {
        string[] line = [.. user?.Prefix ?? [], .. command];
        using var process = Start(line);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            var errors = process.StandardError.ReadToEndAsync(cancel);
            await WriteInputAsync(process, input, cancel);
            await process.WaitForExitAsync(cancel);
            return new ToolAnswer(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private static async Task WriteInputAsync(Process process, string? input, CancellationToken cancel)
    {
        if (input is not null)
            await process.StandardInput.WriteAsync(input.AsMemory(), cancel);
        process.StandardInput.Close();
    }

    private static Process Start(string[] line)
    {
        try { return Process.Start(StartInfo(line))!; }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new PortalSetupException($"The program '{line[0]}' could not be started: install it and make it executable.", e);
        }
    }

    private static ProcessStartInfo StartInfo(string[] line)
    {
        var info = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment.Clear();
        info.Environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin";
        info.Environment["LC_ALL"] = "C";
        info.Environment["TZ"] = "UTC";
        return info;
    }
}
