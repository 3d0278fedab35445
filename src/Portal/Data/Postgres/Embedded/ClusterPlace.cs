namespace Portal.Data.Postgres.Embedded;

/// <summary>
/// The folder that holds the cluster: <c>data/</c> and <c>log/</c> belong to the cluster's user; the settings beside
/// them belong to the portal's user, so that not even a database superuser can open a port or a login by them.
/// </summary>
internal sealed class ClusterPlace
{
    private const string SystemFolder = "/var/lib/portal";

    private ClusterPlace(string root, OsUser? user) => (Root, User) = (root, user);

    public string Root { get; }
    public OsUser? User { get; }
    public string Data => Path.Combine(Root, "data");
    public string Log => Path.Combine(Root, "log");
    public string StartLog => Path.Combine(Log, "start.log");
    public string Settings => Path.Combine(Root, "postgresql.conf");
    public string Logins => Path.Combine(Root, "pg_hba.conf");
    public bool HasCluster => File.Exists(Path.Combine(Data, "PG_VERSION"));

    /// <summary>Finds the instance's place, or makes one where the cluster's user can go.</summary>
    public static async Task<ClusterPlace> OpenAsync(DataFolder folder, OsUser? user, Action<string> say, CancellationToken cancel)
    {
        if (!Directory.Exists(folder.Pg))
            await CreateAsync(folder, user, say, cancel);
        var root = Directory.ResolveLinkTarget(folder.Pg, returnFinalTarget: true)?.FullName ?? folder.Pg;
        if (!await CanEnterAsync(user, root, cancel))
            throw new PortalSetupException(
                $"The database's user '{user?.Name}' cannot enter {root} any more: make the folders above it searchable (chmod o+x), or move the data folder back to where it was.");
        return new ClusterPlace(root, user);
    }

    /// <summary>A folder that the cluster's user may write to, inside <see cref="Root"/>.</summary>
    public void MakeOwned(string path)
    {
        Unix.CreateFolder(path, Unix.Mode0700);
        if (User is not null)
            Unix.ChangeOwner(path, User.UserId, User.GroupId);
    }

    public void WriteSettings(string path, string text) =>
        Unix.WriteWhole(path, text, User is null ? Unix.Mode0600 : Unix.Mode0640, User);

    private static async Task CreateAsync(DataFolder folder, OsUser? user, Action<string> say, CancellationToken cancel)
    {
        LetThrough(folder.Root, user);
        if (await CanEnterAsync(user, folder.Root, cancel))
        {
            Close(folder.Pg, user);
            return;
        }
        var elsewhere = Path.Combine(SystemFolder, Guid.NewGuid().ToString("N")[..12]);
        Unix.CreateFolder(SystemFolder, Unix.Mode0711);
        Close(elsewhere, user);
        // A link to nowhere (its target was removed by hand) would stand in the way.
        File.Delete(folder.Pg);
        Directory.CreateSymbolicLink(folder.Pg, elsewhere);
        say($"The database's user '{user?.Name}' cannot enter {folder.Root}, so the database is in {elsewhere} and {folder.Pg} links to it.");
    }

    private static void Close(string path, OsUser? user)
    {
        Unix.CreateFolder(path, Unix.Mode0700);
        LetGroupIn(path, user);
    }

    /// <summary>Mode 0711 is how <see cref="DataFolder"/> makes a folder as root; no other folder's mode is touched.</summary>
    private static void LetThrough(string root, OsUser? user)
    {
        if (user is not null && Unix.ModeOf(root) == Unix.Mode0711)
            LetGroupIn(root, user);
    }

    private static void LetGroupIn(string path, OsUser? user)
    {
        if (user is null)
            return;
        Unix.ChangeOwner(path, -1, user.GroupId);
        Unix.SetMode(path, Unix.Mode0710);
    }

    private static async Task<bool> CanEnterAsync(OsUser? user, string path, CancellationToken cancel) =>
        user is null || (await Tool.RunAsync(user, ["test", "-x", path], cancel: cancel)).Succeeded;
}
