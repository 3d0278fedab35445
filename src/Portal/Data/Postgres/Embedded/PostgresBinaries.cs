using System.Diagnostics;

namespace Portal.Data.Postgres.Embedded;

/// <summary>PostgreSQL's programs on this machine, version 14 or newer.</summary>
public sealed class PostgresBinaries
{
    /// <summary>The oldest version that the portal's SQL runs on.</summary>
    public const int OldestVersion = 14;

    private static readonly string[] Needed = ["initdb", "postgres", "pg_ctl", "psql"];
    private static readonly string[] VersionFolders =
        ["/usr/lib/postgresql", "/usr/local/lib/postgresql", "/usr/libexec/postgresql", "/opt/homebrew/opt"];

    // Where builds keep a server's libraries, seen from its programs.
    private static readonly string[] LibraryFolders = ["lib", "lib/postgresql"];

    private PostgresBinaries(string folder, int version) => (Folder, Version) = (folder, version);

    /// <summary>The folder that holds the programs.</summary>
    public string Folder { get; }

    /// <summary>The major version, for example 15.</summary>
    public int Version { get; }

    /// <summary>Whether the server has pgaudit, which logs reads past the portal: its library lies where this server looks for libraries.</summary>
    internal bool HasAudit => LibraryFolders.Select(libraries => Path.Combine(Folder, "..", libraries)).Any(folder => File.Exists(Path.Combine(folder, "pgaudit.so")) || File.Exists(Path.Combine(folder, "pgaudit.dylib")));

    /// <summary>The full path of a program, for example <c>pg_dump</c>.</summary>
    public string Program(string name) => Path.Combine(Folder, name);

    /// <summary>
    /// Finds the programs: in <c>PORTAL_PG_BIN</c>, else the newest of the system's version folders, else where
    /// <c>pg_config</c> or the search path point. As root on a Debian-like system they are installed when missing.
    /// </summary>
    /// <exception cref="PortalSetupException">They are missing or too old; the message says what to install.</exception>
    public static async Task<PostgresBinaries> FindAsync(Action<string> say, CancellationToken cancel = default)
    {
        if (await FindInstalledAsync(cancel) is { } found)
            return found;
        if (PostgresInstaller.CanInstall)
        {
            await PostgresInstaller.InstallAsync(say, cancel);
            if (await FindInstalledAsync(cancel) is { } installed)
                return installed;
        }
        throw new PortalSetupException(
            $"The portal needs PostgreSQL {OldestVersion} or newer: install it (Debian and Ubuntu: apt-get install postgresql; macOS: brew install postgresql), or name the folder of its programs in PORTAL_PG_BIN.");
    }

    private static async Task<PostgresBinaries?> FindInstalledAsync(CancellationToken cancel)
    {
        if (Environment.GetEnvironmentVariable("PORTAL_PG_BIN") is { Length: > 0 } named)
            return await AtAsync(named, cancel) ?? throw new PortalSetupException(
                $"PORTAL_PG_BIN names {named}, which does not hold initdb, postgres, pg_ctl and psql of PostgreSQL {OldestVersion} or newer: correct or remove it.");
        foreach (var folder in Candidates())
            if (await AtAsync(folder, cancel) is { } found)
                return found;
        return null;
    }

    private static IEnumerable<string> Candidates()
    {
        var versioned = VersionFolders.Where(Directory.Exists)
            .SelectMany(Directory.EnumerateDirectories)
            .OrderByDescending(VersionInName)
            .Select(folder => Path.Combine(folder, "bin"));
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        return [.. versioned, .. ConfiguredFolder(), .. path.Split(':', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static int VersionInName(string folder)
    {
        var name = Path.GetFileName(folder);
        var digits = name[(name.LastIndexOf('@') + 1)..];
        return int.TryParse(digits, out var version) ? version : 0;
    }

    private static IEnumerable<string> ConfiguredFolder()
    {
        try
        {
            using var config = Process.Start(new ProcessStartInfo("pg_config", ["--bindir"]) { RedirectStandardOutput = true })!;
            return [config.StandardOutput.ReadToEnd().Trim()];
        }
        catch (System.ComponentModel.Win32Exception) { return []; }
    }

    private static async Task<PostgresBinaries?> AtAsync(string folder, CancellationToken cancel)
    {
        if (!Needed.All(program => File.Exists(Path.Combine(folder, program))))
            return null;
        // "postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)"
        var answer = await Tool.RunAsync(null, [Path.Combine(folder, "postgres"), "--version"], cancel: cancel);
        var digits = answer.Output.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit);
        return int.TryParse(string.Concat(digits), out var version) && version >= OldestVersion
            ? new PostgresBinaries(folder, version)
            : null;
    }
}
