namespace Portal.Data.Postgres.Embedded;

/// <summary>
/// Counts who uses a cluster, over processes: each user holds a locked file, so a killed one is not counted. Entering
/// and leaving happen one at a time, behind a gate.
/// </summary>
internal sealed class UserCount(DataFolder folder, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private const string Ending = ".user";

    public async Task<FileLock> PassGateAsync(CancellationToken cancel) =>
        await FileLock.TakeAsync(Path.Combine(folder.Users, "gate"), Patience, time, cancel)
        ?? throw new PortalSetupException($"Another process has been starting or stopping the database in {folder.Root} for minutes: end that process and try again.");

    /// <summary>Registers one more user; to be called behind the gate.</summary>
    public ClusterUse Enter()
    {
        var path = Path.Combine(folder.Users, $"{Environment.ProcessId}-{Guid.NewGuid():N}{Ending}");
        return new ClusterUse(path, FileLock.TryTake(path)!);
    }

    /// <summary>True when somebody is still there; to be called behind the gate. Files of killed users are removed.</summary>
    public bool SomebodyIsThere() => Directory.GetFiles(folder.Users, "*" + Ending).Count(IsHeld) > 0;

    private static bool IsHeld(string path)
    {
        using var ghost = FileLock.TryTake(path);
        if (ghost is null)
            return true;
        File.Delete(path);
        return false;
    }
}

/// <summary>One user's locked file.</summary>
internal sealed class ClusterUse(string path, FileLock held)
{
    public void Leave()
    {
        File.Delete(path);
        held.Dispose();
    }
}
