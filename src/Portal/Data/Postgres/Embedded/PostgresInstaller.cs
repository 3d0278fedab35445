using System.Diagnostics;

namespace Portal.Data.Postgres.Embedded;

/// <summary>Installs PostgreSQL from the system's own packages, where that can be done without asking: root on a Debian-like system.</summary>
internal static class PostgresInstaller
{
    private const string AptGet = "/usr/bin/apt-get";
    private const string ClusterDefaults = "/etc/postgresql-common/createcluster.conf";

    public static bool CanInstall => Environment.IsPrivilegedProcess && File.Exists(AptGet);

    public static async Task InstallAsync(Action<string> say, CancellationToken cancel)
    {
        say("Installing PostgreSQL (apt-get install postgresql); this takes a minute the first time …");
        await AptAsync(["update"], cancel);
        await InstallAsync("postgresql-common", cancel);
        StopSystemCluster();
        if (!await InstallAsync("postgresql", cancel))
            throw new PortalSetupException("PostgreSQL could not be installed: run 'apt-get install postgresql' to see why, then start the portal again.");
    }

    /// <summary>The package would start a cluster of its own that listens on TCP; nobody asked for that one.</summary>
    private static void StopSystemCluster()
    {
        if (!File.Exists(ClusterDefaults))
            return;
        var lines = File.ReadAllLines(ClusterDefaults).Where(line => !line.Contains("create_main_cluster", StringComparison.Ordinal));
        File.WriteAllLines(ClusterDefaults, [.. lines, "create_main_cluster = false"]);
    }

    private static Task<bool> InstallAsync(string package, CancellationToken cancel) =>
        AptAsync(["install", "-y", "--no-install-recommends", package], cancel);

    /// <summary>Keeps the caller's environment: a proxy may be named there.</summary>
    private static async Task<bool> AptAsync(string[] arguments, CancellationToken cancel)
    {
        var info = new ProcessStartInfo(AptGet, ["-q", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var apt = Process.Start(info)!;
        await Task.WhenAll(apt.StandardOutput.ReadToEndAsync(cancel), apt.StandardError.ReadToEndAsync(cancel));
        await apt.WaitForExitAsync(cancel);
        return apt.ExitCode == 0;
    }
}
