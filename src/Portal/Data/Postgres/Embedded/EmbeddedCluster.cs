using System.Collections.Concurrent;
using Npgsql;

namespace Portal.Data.Postgres.Embedded;

/// <summary>
/// The private PostgreSQL cluster of an instance, reached through a Unix socket alone. It starts with its first user and
/// stops with its last; users are counted over processes, and a killed one is not counted.
/// </summary>
public sealed class EmbeddedCluster : IAsyncDisposable
{
    private readonly UserCount _users;
    private readonly ClusterUse _use;
    private readonly Postmaster _postmaster;
    private readonly ClusterLogins _logins;
    private readonly ClusterWatch _watch;
    private readonly ConcurrentDictionary<string, bool> _handedOut = new();
    private int _left;

    private EmbeddedCluster(
        DataFolder folder, PostgresBinaries binaries, UserCount users, ClusterUse use, Postmaster postmaster, ClusterLogins logins, ClusterWatch watch)
    {
        (Folder, Binaries) = (folder, binaries);
        (_users, _use, _postmaster, _logins, _watch) = (users, use, postmaster, logins, watch);
    }

    /// <summary>The instance's folder.</summary>
    public DataFolder Folder { get; }

    /// <summary>The programs the cluster runs with (<c>pg_dump</c> and the like are beside them).</summary>
    public PostgresBinaries Binaries { get; }

    /// <summary>The server's process id, or null when it does not run.</summary>
    internal int? ProcessId => _postmaster.ProcessId();

    /// <summary>
    /// Becomes a user of the cluster: makes it on first use, starts it when it does not run, joins it when it does, and starts it again
    /// should it end meanwhile.
    /// </summary>
    /// <param name="folder">The instance's folder.</param>
    /// <param name="passwordFor">The password of a login role by its name, always the same for the same instance; not stored.</param>
    /// <param name="say">Takes a line of progress for people.</param>
    /// <param name="time">Clock for waiting; the system's by default.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="PortalSetupException">The machine or the folder keeps it from starting; the message says what to do.</exception>
    public static async Task<EmbeddedCluster> EnterAsync(
        DataFolder folder, Func<string, string> passwordFor, Action<string> say, TimeProvider? time = null, CancellationToken cancel = default)
    {
        try { return await EnterCoreAsync(folder, passwordFor, say, time ?? TimeProvider.System, cancel); }
        catch (Exception e) when (e is not PortalSetupException && PortalSetupException.Explain(e, folder) is not null)
        {
            throw PortalSetupException.Explain(e, folder)!;
        }
    }

    /// <summary>The connection string of a role to the database <c>portal</c>. It holds a password: never log it.</summary>
    public string ConnectionString(DatabaseRole role) => ConnectionString(role, ClusterLogins.Database);

    /// <summary>The same for another database of the cluster (tests, restores).</summary>
    internal string ConnectionString(DatabaseRole role, string database)
    {
        var text = _logins.For(role, database);
        _handedOut[text] = true;
        return text;
    }

    /// <summary>Gives all roles new passwords in one step (key rotation); existing connections stay open.</summary>
    public async Task ChangePasswordsAsync(Func<string, string> passwordFor, CancellationToken cancel = default)
    {
        await using var superuser = await _logins.SuperuserAsync("postgres", cancel);
        await ClusterRoles.ChangePasswordsAsync(superuser, passwordFor, cancel);
    }

    /// <summary>Leaves; the last one out stops the cluster.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _left, 1) == 1)
            return;
        await _watch.DisposeAsync();
        foreach (var text in _handedOut.Keys)
            ClearPool(text);
        using var gate = await _users.PassGateAsync(CancellationToken.None);
        _use.Leave();
        await StopIfLastAsync(_users, _postmaster);
    }

    private static async Task StopIfLastAsync(UserCount users, Postmaster? postmaster)
    {
        if (!users.SomebodyIsThere() && postmaster?.ProcessId() is not null)
            await postmaster.StopAsync(CancellationToken.None);
    }

    private static async Task<EmbeddedCluster> EnterCoreAsync(
        DataFolder folder, Func<string, string> passwordFor, Action<string> say, TimeProvider time, CancellationToken cancel)
    {
        var binaries = await PostgresBinaries.FindAsync(say, cancel);
        var users = new UserCount(folder, time);
        using var gate = await users.PassGateAsync(cancel);
        var use = users.Enter();
        Postmaster? postmaster = null;
        try
        {
            var place = await ClusterPlace.OpenAsync(folder, OsUser.ForCluster(), say, cancel);
            postmaster = new Postmaster(place, binaries);
            var logins = await new ClusterStart(folder, place, postmaster, passwordFor, time).RunAsync(binaries, say, cancel);
            var watch = new ClusterWatch(folder, users, postmaster, logins.SocketFolder, say, time);
            return new EmbeddedCluster(folder, binaries, users, use, postmaster, logins, watch);
        }
        catch
        {
            // A cluster that started and then refused its user (a wrong key file) must not stay behind.
            use.Leave();
            await StopIfLastAsync(users, postmaster);
            throw;
        }
    }

    private static void ClearPool(string connectionString)
    {
        using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
    }
}
