namespace Portal.Data.Postgres.Embedded;

/// <summary>
/// The folder of the database's Unix socket: owned by the cluster's user, mode 0700, and with a short path, because a
/// socket's path is limited to 107 bytes.
/// </summary>
internal static class SocketFolder
{
    public const int Port = 5432;
    private const int LongestFolder = 80;

    public static string SocketFile(string folder) => Path.Combine(folder, $".s.PGSQL.{Port}");

    /// <summary>The recorded folder where it still is ours; else it is made again, else a fresh one is.</summary>
    public static async Task<string> PrepareAsync(string? recorded, ClusterPlace place, CancellationToken cancel)
    {
        if (recorded is not null && await IsOursAsync(recorded, place.User, cancel))
            return recorded;
        foreach (var parent in new[] { Path.GetTempPath(), "/tmp", "/var/tmp", "/run" })
        {
            var fresh = Path.Combine(parent, $"portal-{Guid.NewGuid().ToString("N")[..10]}");
            if (fresh.Length <= LongestFolder && await TryMakeAsync(fresh, place, cancel))
                return fresh;
        }
        throw new PortalSetupException("There is no temporary folder that the database's user can enter: make /tmp usable (mode 1777).");
    }

    private static async Task<bool> TryMakeAsync(string fresh, ClusterPlace place, CancellationToken cancel)
    {
        try { place.MakeOwned(fresh); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return false; }
        if (await IsOursAsync(fresh, place.User, cancel))
            return true;
        Directory.Delete(fresh);
        return false;
    }

    /// <summary>Owned by the cluster's user, who can write to it, and closed to all others: nobody else can have put a socket there.</summary>
    private static async Task<bool> IsOursAsync(string folder, OsUser? user, CancellationToken cancel) =>
        Directory.Exists(folder)
        && Unix.ModeOf(folder) == Unix.Mode0700
        && (await Tool.RunAsync(user, ["sh", "-c", "test -O \"$0\" && test -w \"$0\" && test ! -L \"$0\"", folder], cancel: cancel)).Succeeded;
}
