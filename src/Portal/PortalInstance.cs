using Portal.Data;
using Portal.Data.Auditing.Sealing;
using Portal.Kernel.Audit;
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

    /// <summary>Signs checkpoints of the audit log; <c>null</c> until one is given.</summary>
    internal CheckpointKey? CheckpointKey { get; private set; }

    /// <summary>Takes the key that signs checkpoints; made and kept in a file beside the key file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="root">The key-encryption key, which it is encrypted under.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Whether a new key was made.</returns>
    /// <exception cref="KeyFileException">The file is missing although the instance has such a key, or holds another one.</exception>
    public async Task<bool> UseCheckpointKeyAsync(string path, KeyEncryptionKey root, TimeProvider clock, CancellationToken cancel)
    {
        var (key, isNew) = await CheckpointKeyFile.OpenAsync(this, path, root, clock, cancel);
        CheckpointKey = key;
        return isNew;
    }

    /// <summary>For tests: a key without a file.</summary>
    internal void UseCheckpointKey(CheckpointKey key) => CheckpointKey = key;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        CheckpointKey?.Dispose();
        if (cluster is not null)
        {
            await cluster.DisposeAsync();
        }
    }
}
