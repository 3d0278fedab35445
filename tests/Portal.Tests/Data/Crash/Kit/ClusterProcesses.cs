using System.Diagnostics;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Data.Crash;

/// <summary>The server's processes of one cluster and of no other: those at home in its folder.</summary>
internal static class ClusterProcesses
{
    public static IReadOnlyList<int> Of(DataFolder folder)
    {
        var home = Path.Combine(InstanceFile.Load(folder).ClusterLocation!, "data");
        return [.. Directory.EnumerateDirectories("/proc")
            .Where(process => new FileInfo(Path.Combine(process, "cwd")).LinkTarget == home)
            .Select(process => int.Parse(Path.GetFileName(process), null))];
    }

    /// <summary>The process that starts the others.</summary>
    public static int? Head(DataFolder folder)
    {
        var file = Path.Combine(folder.Pg, "data", "postmaster.pid");
        return File.Exists(file) && int.TryParse(File.ReadLines(file).First(), out var head) && Of(folder).Contains(head) ? head : null;
    }

    /// <summary>Sends a signal to all of them, the head first.</summary>
    public static void Signal(DataFolder folder, string signal) =>
        Send(signal, [.. Of(folder).OrderByDescending(process => process == Head(folder))]);

    /// <summary>Kills the head, as kill -9 does, and waits until the others have noticed.</summary>
    public static async Task KillAsync(DataFolder folder)
    {
        var before = Of(folder);
        Send("KILL", Head(folder)!.Value);
        while (Of(folder).Intersect(before).Any())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    public static void Send(string signal, params int[] processes)
    {
        if (processes.Length > 0)
        {
            using var kill = Process.Start("kill", [$"-{signal}", .. processes.Select(process => $"{process}")]);
            kill.WaitForExit();
        }
    }
}
