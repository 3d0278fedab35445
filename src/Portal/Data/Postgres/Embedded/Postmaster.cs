namespace Portal.Data.Postgres.Embedded;

/// <summary>Starts and stops the server process of a cluster, and tells whether it runs.</summary>
internal sealed class Postmaster(ClusterPlace place, PostgresBinaries binaries)
{
    private const int Tries = 3;
    private const int TriesWithOrphans = 80;
    private const long SpaceToStart = 16 << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Bytes left where the cluster is.</summary>
    public long FreeSpace => Unix.FreeSpace(place.Root);

    private string PidFile => Path.Combine(place.Data, "postmaster.pid");

    /// <summary>
    /// The server's process id, or null when none runs. A pid file alone proves nothing: after a crash or a reboot its
    /// number may belong to another process, so that process must also be at home in the cluster's folder.
    /// </summary>
    public int? ProcessId()
    {
        if (!File.Exists(PidFile) || !int.TryParse(File.ReadLines(PidFile).FirstOrDefault(), out var pid))
            return null;
        if (!Directory.Exists("/proc/self"))
            return ProcessExists(pid) ? pid : null;
        var home = $"/proc/{pid}/cwd";
        return new FileInfo(home).LinkTarget == place.Data ? pid : null;
    }

    public async Task StartAsync(string socketFolder, TimeProvider time, CancellationToken cancel)
    {
        place.MakeOwned(place.Log);
        KeepSocketFolder(socketFolder);
        place.WriteSettings(place.Logins, ClusterSettings.Logins);
        place.WriteSettings(place.Settings, ClusterSettings.Text(place, socketFolder, binaries.HasAudit));
        for (var tries = 1; ; tries++)
        {
            // The server refuses to start over a file whose process id is in use, be it by another program.
            File.Delete(PidFile);
            if ((await ControlAsync(["start", "-w", "-t", "300", "-s", "-l", place.StartLog, "-o", Options], cancel)).Succeeded)
                return;
            if (tries >= (HasOrphans() ? TriesWithOrphans : Tries))
                throw Failed();
            // A killed server's children need a moment to notice that it is gone; in the middle of a statement, until its end.
            await Task.Delay(Pause, time, cancel);
        }
    }

    public Task StopAsync(CancellationToken cancel) => ControlAsync(["stop", "-m", "fast", "-w", "-t", "120", "-s"], cancel);

    // On the command line, because there a superuser's ALTER SYSTEM cannot override it.
    private string Options => $"-c config_file={Quote(place.Settings)} -c hba_file={Quote(place.Logins)} -c listen_addresses=''";

    // pg_ctl hands its options to a shell.
    private static string Quote(string path) => $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private Task<ToolAnswer> ControlAsync(string[] arguments, CancellationToken cancel) =>
        Tool.RunAsync(place.User, [binaries.Program("pg_ctl"), .. arguments, "-D", place.Data], cancel: cancel);

    private PortalSetupException Failed() => FreeSpace < SpaceToStart
        ? PortalSetupException.NoSpace(place.Root)
        : new PortalSetupException($"The database did not start: its log in {place.Log} says why.");

    // Something that tidies up temporary folders may have removed it; one that is there must still be closed to all others.
    private void KeepSocketFolder(string path)
    {
        if (!Directory.Exists(path))
            place.MakeOwned(path);
        else if (Unix.ModeOf(path) != Unix.Mode0700)
            throw new PortalSetupException($"The folder {path} of the database's socket was opened to others: remove it and start the portal again.");
    }

    // Processes of a server that is gone. The new one does not start beside them, because they may still write.
    private bool HasOrphans() => Directory.Exists("/proc/self")
        && Directory.EnumerateDirectories("/proc").Any(process => new FileInfo(Path.Combine(process, "cwd")).LinkTarget == place.Data);

    private static bool ProcessExists(int pid)
    {
        try { using var process = System.Diagnostics.Process.GetProcessById(pid); return true; }
        catch (ArgumentException) { return false; }
    }
}
