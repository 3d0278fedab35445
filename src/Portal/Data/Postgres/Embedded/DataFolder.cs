namespace Portal.Data.Postgres.Embedded;

/// <summary>
/// The folder of one instance of the portal (by default <c>.data/</c>), and where things are inside it. All that is
/// made here is closed to other users.
/// </summary>
public sealed class DataFolder
{
    private static readonly TimeSpan OpeningPatience = TimeSpan.FromMinutes(5);

    private DataFolder(string root) => Root = root;

    /// <summary>The folder itself, as a full path.</summary>
    public string Root { get; }

    /// <summary>The database cluster: a folder, or a link to where the cluster had to be put.</summary>
    public string Pg => Inside("pg");

    /// <summary>Key files. As root, the database's operating-system user cannot enter it.</summary>
    public string Keys => Inside("keys");

    /// <summary>Logs of the portal and of the database.</summary>
    public string Logs => Inside("logs");

    /// <summary>TLS certificates of a local instance.</summary>
    public string Certs => Inside("certs");

    /// <summary>The encrypted file store.</summary>
    public string Files => Inside("files");

    /// <summary>What was done in an emergency while the audit log was away, until it is in the log; made with the first line.</summary>
    public string Emergency => Inside("emergency");

    /// <summary>Development's mails, as files; made with the first one.</summary>
    public string Mail => Inside("mail");

    /// <summary>One locked file for each process (and entry) that uses the cluster.</summary>
    internal string Users => Inside("users");

    /// <summary>Held by the process that serves the portal from this folder.</summary>
    public string RunLock => Inside("run.lock");

    /// <summary>What is to be remembered about the instance; holds no secret.</summary>
    public string Instance => Inside("instance.json");

    /// <summary>Opens the folder, and creates it and the folders inside it (mode 0700) where they are missing.</summary>
    /// <exception cref="PortalSetupException">It cannot be written to, or there is no space left.</exception>
    public static DataFolder Open(string path)
    {
        var folder = new DataFolder(Path.GetFullPath(path));
        try
        {
            folder.Create();
            folder.TryWriting();
            return folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PortalSetupException.Explain(e, folder) ?? PortalSetupException.NotWritable(folder.Root, e);
        }
    }

    /// <summary>Reserves the folder for this process, until the result is disposed or the process ends.</summary>
    /// <returns>Null when another process has reserved it.</returns>
    public IDisposable? TryLockRun() => FileLock.TryTake(RunLock);

    /// <summary>Like <see cref="TryLockRun"/>, with the sentence to show when the folder is in use.</summary>
    /// <exception cref="PortalSetupException">Another running instance uses this folder.</exception>
    public IDisposable LockRun() => TryLockRun() ?? throw new PortalSetupException(
        $"Another portal is running on {Root}: stop that one first, or choose another folder with --data.");

    /// <summary>Waits until no other process opens the instance (key file, cluster, migrations), until the result is disposed.</summary>
    /// <exception cref="PortalSetupException">Another process has been opening it for minutes.</exception>
    public async Task<IDisposable> LockOpeningAsync(CancellationToken cancel) =>
        await FileLock.TakeAsync(Inside("opening.lock"), OpeningPatience, TimeProvider.System, cancel)
        ?? throw new PortalSetupException($"Another process has been opening {Root} for minutes: end that process and try again.");

    private string Inside(string name) => Path.Combine(Root, name);

    private void Create()
    {
        // As root the cluster's user has to pass through (x) to reach pg/; it can list nothing, and all else inside is 0700.
        Unix.CreateFolder(Root, Environment.IsPrivilegedProcess ? Unix.Mode0711 : Unix.Mode0700);
        foreach (var inner in new[] { Keys, Logs, Certs, Files, Users })
            Unix.CreateFolder(inner, Unix.Mode0700);
    }

    // A folder that is there already may be a volume of its own. The key folder is left out: a key file may well lie read-only.
    private void TryWriting()
    {
        foreach (var folder in new[] { Root, Logs, Files, Users })
        {
            try { TryWriting(folder); }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException && !PortalSetupException.IsNoSpace(e)) { throw PortalSetupException.NotWritable(folder, e); }
        }
    }

    private static void TryWriting(string folder)
    {
        var probe = Path.Combine(folder, $".probe-{Guid.NewGuid():N}");
        Unix.OpenExclusive(probe).Dispose();
        File.Delete(probe);
    }
}
