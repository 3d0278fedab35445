using System.Diagnostics;

namespace Portal.E2E;

/// <summary>Takes the database of one running portal away for a while, and of no other: its processes are those at home in its folder.</summary>
internal sealed class DatabaseOutage : IAsyncDisposable
{
    private readonly Task over;
    private readonly Action end;
    private bool ended;

    private DatabaseOutage(int seconds, Action end) => (over, this.end) = (Task.Delay(TimeSpan.FromSeconds(seconds)), end);

    /// <summary>It keeps its connections and answers nothing.</summary>
    public static DatabaseOutage Hang(string data, int seconds)
    {
        Signal("STOP", Processes(data));
        return new DatabaseOutage(seconds, () => Signal("CONT", Processes(data)));
    }

    /// <summary>It is shut down. Whoever holds the gate keeps the portal from starting it again.</summary>
    public static async Task<DatabaseOutage> ShutDownAsync(string data, int seconds)
    {
        var gate = Process.Start(new ProcessStartInfo("flock", [Path.Combine(data, "users", "gate"), "sh", "-c", "echo held; exec sleep 600"]) { RedirectStandardOutput = true })!;
        await gate.StandardOutput.ReadLineAsync();
        Signal("INT", [int.Parse(File.ReadLines(Path.Combine(Cluster(data), "postmaster.pid")).First(), null)]);
        return new DatabaseOutage(seconds, () =>
        {
            gate.Kill(entireProcessTree: true);
            gate.Dispose();
        });
    }

    /// <summary>Waits until the time is over and lets the database come back.</summary>
    public async Task EndAsync()
    {
        await over;
        End();
    }

    public ValueTask DisposeAsync()
    {
        End();
        return ValueTask.CompletedTask;
    }

    private void End()
    {
        if (!ended)
        {
            ended = true;
            end();
        }
    }

    private static string Cluster(string data)
    {
        var folder = new DirectoryInfo(Path.Combine(data, "pg"));
        return Path.Combine(folder.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder.FullName, "data");
    }

    private static int[] Processes(string data) =>
        [.. Directory.EnumerateDirectories("/proc")
            .Where(process => new FileInfo(Path.Combine(process, "cwd")).LinkTarget == Cluster(data))
            .Select(process => int.Parse(Path.GetFileName(process), null))];

    private static void Signal(string signal, int[] processes)
    {
        using var kill = Process.Start("kill", [$"-{signal}", .. processes.Select(process => $"{process}")]);
        kill.WaitForExit();
    }
}
