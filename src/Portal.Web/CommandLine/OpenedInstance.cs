using Npgsql;
using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Crypto;

namespace Portal.Web.CommandLine;

/// <summary>An instance opened for a verb: key file, cluster (embedded, or an existing server), migrations, keys.</summary>
internal sealed class OpenedInstance : IAsyncDisposable
{
    private const int ReadOnlyFileSystem = 30;

    private OpenedInstance(InstanceSettings settings, DataFolder folder, PortalInstance portal, EmbeddedCluster? cluster) =>
        (Settings, Folder, Portal, Cluster) = (settings, folder, portal, cluster);

    public InstanceSettings Settings { get; }

    public DataFolder Folder { get; }

    public PortalInstance Portal { get; }

    public EmbeddedCluster? Cluster { get; }

    public static async Task<OpenedInstance> OpenAsync(string data, Action<string> say, CancellationToken cancel)
    {
        var settings = InstanceSettings.Read(data);
        var folder = DataFolder.Open(settings.Data);
        using var alone = await folder.LockOpeningAsync(cancel);
        return settings.Server is null
            ? await OpenEmbeddedAsync(settings, folder, say, cancel)
            : await OpenServerAsync(settings, folder, say, cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        if (Cluster is not null)
        {
            await Cluster.DisposeAsync();
        }
    }

    private static async Task<OpenedInstance> OpenEmbeddedAsync(InstanceSettings settings, DataFolder folder, Action<string> say, CancellationToken cancel)
    {
        var key = KeyOf(settings, folder, hasData: Directory.Exists(folder.Pg), say);
        var cluster = await EmbeddedCluster.EnterAsync(folder, key.PasswordOf, say, cancel: cancel);
        try
        {
            var portal = await PostgresSetup.OpenAsync(cluster.ConnectionString, key, cluster: null, TimeProvider.System, cancel);
            await UseCheckpointKeyAsync(portal, settings.KeyPath(folder), key, say, cancel);
            await RememberAsync(folder, key, cancel);
            return new OpenedInstance(settings, folder, portal, cluster);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private static async Task<OpenedInstance> OpenServerAsync(InstanceSettings settings, DataFolder folder, Action<string> say, CancellationToken cancel)
    {
        var (runtime, owner) = (Serving(Readable(settings.Server!)), Readable(settings.ServerOwner!));
        if (!settings.IsDevelopment)
        {
            RefuseBlindTrust(settings.Server!);
            RefuseBlindTrust(settings.ServerOwner!);
            RequireTls(runtime);
            RequireTls(owner);
            RequireOwner(settings);
        }

        await PostgresSetup.MakeRolesAsync(owner, runtime, cancel);
        if (!settings.IsDevelopment)
        {
            await PostgresSetup.RequireWeakAsync(runtime, cancel);
        }

        var key = KeyOf(settings, folder, await PostgresSetup.HasKeysAsync(owner, cancel), say);
        var portal = await PostgresSetup.OpenAsync(role => role == DatabaseRole.Owner ? owner : runtime, key, cluster: null, TimeProvider.System, cancel);
        await UseCheckpointKeyAsync(portal, settings.KeyPath(folder), key, say, cancel);
        await RememberAsync(folder, key, cancel);
        return new OpenedInstance(settings, folder, portal, cluster: null);
    }

    // Beside the key file and named after it, so that two instances may keep their keys in one folder.
    private static async Task UseCheckpointKeyAsync(PortalInstance portal, string keyPath, KeyEncryptionKey root, Action<string> say, CancellationToken cancel)
    {
        var path = Path.ChangeExtension(keyPath, ".checkpoints.pem");
        try
        {
            if (await portal.UseCheckpointKeyAsync(path, root, TimeProvider.System, cancel))
            {
                say($"Made the key that signs the audit log's checkpoints: {path}. Back it up with the key file; every node needs it.");
            }
        }
        catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem })
        {
            await portal.DisposeAsync();
            throw new KeyFileException($"The file {path} cannot be made or read: see that its folder exists and that this user may use it.");
        }
        catch
        {
            await portal.DisposeAsync();
            throw;
        }
    }

    private static string Readable(string connection)
    {
        try
        {
            // Months of the log begin at midnight UTC, whatever the server's own zone is.
            return new NpgsqlConnectionStringBuilder(connection) { Timezone = "UTC" }.ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new CommandException("ConnectionStrings__Portal or ConnectionStrings__PortalOwner cannot be read: write it as Host=…;Database=…;Username=…;Password=….");
        }
    }

    // 45 CFR 164.312(e): by default Npgsql goes on in the open where the server offers no TLS. VerifyCA would take any certificate of the authority, whoever
    // holds it. Only a socket needs no TLS: on this machine's own network another user could take the port while the database rests.
    private static void RequireTls(string connection)
    {
        var asked = new NpgsqlConnectionStringBuilder(connection);
        if (asked.SslMode is not SslMode.VerifyFull && (asked.Host ?? "").Split(',').Any(host => host.Trim() is not ['/' or '@', ..]))
        {
            throw new CommandException("The connection to the database must be encrypted: add SSL Mode=VerifyFull (and Root Certificate=… for a private authority) to ConnectionStrings__Portal and ConnectionStrings__PortalOwner.");
        }
    }

    // Today's driver ignores it; one that does not must not find it.
    private static void RefuseBlindTrust(string connection)
    {
        if (Says(connection, "TrustServerCertificate"))
        {
            throw new CommandException("Remove Trust Server Certificate from the connection to the database: its certificate is always checked (SSL Mode=VerifyFull).");
        }
    }

    // Whoever pools in between and keeps no prepared statements says Max Auto Prepare=0.
    private static string Serving(string connection) => Says(connection, "MaxAutoPrepare")
        ? connection
        : new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = DatabaseRole.App.Prepared() }.ConnectionString;

    private static bool Says(string connection, string setting) =>
        new System.Data.Common.DbConnectionStringBuilder { ConnectionString = connection }.Keys.Cast<string>()
            .Any(name => name.Replace(" ", "", StringComparison.Ordinal).Equals(setting, StringComparison.OrdinalIgnoreCase));

    private static void RequireOwner(InstanceSettings settings)
    {
        if (!settings.NamesOwner)
        {
            throw new CommandException("Name the login that owns the database in ConnectionStrings__PortalOwner: outside Development the portal does not serve as the owner of its tables.");
        }
    }

    /// <summary>Reads the key file; makes one only where there is nothing yet that another key could have sealed.</summary>
    private static KeyEncryptionKey KeyOf(InstanceSettings settings, DataFolder folder, bool hasData, Action<string> say)
    {
        var path = settings.KeyPath(folder);
        var known = InstanceFile.Load(folder).KeyId;
        var isNew = !File.Exists(path) && !hasData && known is null;
        var key = KeyAt(path, isNew);
        if (isNew)
        {
            say($"Made a new key file: {path}. Back it up apart from the data; without it the data cannot be read.");
        }

        if (known is not null && known != key.Id)
        {
            throw new KeyFileException($"The key file {path} belongs to another instance; put this instance's own key file back.");
        }

        return key;
    }

    private static KeyEncryptionKey KeyAt(string path, bool isNew)
    {
        try
        {
            return isNew ? KeyFile.Create(path) : KeyFile.Read(path);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem })
        {
            throw new KeyFileException($"The key file {path} cannot be {(isNew ? "made" : "read")}: see that its folder exists and that this user may use it.");
        }
    }

    // Only after the data was opened with it: a wrong key must not take the right one's place.
    private static Task RememberAsync(DataFolder folder, KeyEncryptionKey key, CancellationToken cancel) =>
        InstanceFile.ChangeAsync(folder, file => file with { KeyId = key.Id }, cancel);
}
