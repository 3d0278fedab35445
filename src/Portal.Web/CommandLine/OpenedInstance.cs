using Portal.Data.Postgres;
using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Crypto;

namespace Portal.Web.CommandLine;

/// <summary>An instance opened for a verb: key file, cluster (embedded, or an existing server), migrations, keys.</summary>
internal sealed class OpenedInstance : IAsyncDisposable
{
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
        var key = await KeyOfAsync(settings, folder, hasData: Directory.Exists(folder.Pg), say, cancel);
        var cluster = await EmbeddedCluster.EnterAsync(folder, key.PasswordOf, say, cancel: cancel);
        try
        {
            var portal = await PostgresSetup.OpenAsync(cluster.ConnectionString, key, cluster: null, TimeProvider.System, cancel);
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
        var (runtime, owner) = (settings.Server!, settings.ServerOwner!);
        await PostgresSetup.MakeRolesAsync(owner, runtime, cancel);
        var key = await KeyOfAsync(settings, folder, await PostgresSetup.HasKeysAsync(owner, cancel), say, cancel);
        var portal = await PostgresSetup.OpenAsync(role => role == DatabaseRole.Owner ? owner : runtime, key, cluster: null, TimeProvider.System, cancel);
        return new OpenedInstance(settings, folder, portal, cluster: null);
    }

    /// <summary>Reads the key file; makes one only where there is nothing yet that another key could have sealed.</summary>
    private static async Task<KeyEncryptionKey> KeyOfAsync(
        InstanceSettings settings, DataFolder folder, bool hasData, Action<string> say, CancellationToken cancel)
    {
        var path = settings.KeyPath(folder);
        var known = InstanceFile.Load(folder).KeyId;
        var isNew = !File.Exists(path) && !hasData && known is null;
        var key = isNew ? KeyFile.Create(path) : KeyFile.Read(path);
        if (isNew)
        {
            say($"Made a new key file: {path}. Back it up apart from the data; without it the data cannot be read.");
        }

        if (known is not null && known != key.Id)
        {
            throw new KeyFileException($"The key file {path} belongs to another instance; put this instance's own key file back.");
        }

        await InstanceFile.ChangeAsync(folder, file => file with { KeyId = key.Id }, cancel);
        return key;
    }
}
