using Portal.Data;
using Portal.Kernel.Crypto;

namespace Portal;

/// <summary>An opened instance: its database at the newest version and its keys.</summary>
public sealed class PortalInstance : IAsyncDisposable
{
    private readonly IAsyncDisposable? cluster;

    internal PortalInstance(PortalDatabase database, KeyRing keys, IAsyncDisposable? cluster)
    {
        Database = database;
        Keys = keys;
        this.cluster = cluster;
    }

    internal PortalDatabase Database { get; }

    internal KeyRing Keys { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (cluster is not null)
        {
            await cluster.DisposeAsync();
        }
    }
}
