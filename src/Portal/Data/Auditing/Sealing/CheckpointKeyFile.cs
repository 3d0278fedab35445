using System.Security.Cryptography;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Sealing;

/// <summary>
/// The file of the key that signs checkpoints: PKCS#8, encrypted under the key-encryption key, mode 0600. The database knows the public part, so that neither a
/// lost file nor another node's start puts a new key in its place (ADR 0051).
/// </summary>
internal static class CheckpointKeyFile
{
    /// <exception cref="KeyFileException">The file is missing although the instance has a key, cannot be read, or holds another key.</exception>
    public static async Task<(CheckpointKey Key, bool IsNew)> OpenAsync(PortalInstance instance, string path, KeyEncryptionKey root, TimeProvider clock, CancellationToken cancel)
    {
        await using var turn = await TurnAsync(instance, cancel);
        var isNew = !File.Exists(path);
        var key = isNew ? CheckpointKey.New() : Read(path, root);
        if (!await turn.RegisterAsync(key, clock.GetUtcNow(), cancel))
        {
            key.Dispose();
            throw new KeyFileException(isNew
                ? $"The file {path}, whose key signs the audit log's checkpoints, is missing; put it back from your key backup or copy it from another node, a new key cannot take its place."
                : $"The file {path} holds another key than the one that signs this instance's checkpoints; put the right file back from your key backup or another node.");
        }

        if (isNew)
        {
            Write(path, key, root); // before it is known: a file without a mention is taken by the next start
        }

        await turn.CommitAsync(cancel);
        return (key, isNew);
    }

    // Two nodes that start at the same time: one makes the key, the other one is told that it lacks the file.
    private static async Task<ISealTurn> TurnAsync(PortalInstance instance, CancellationToken cancel)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (await instance.Database.Seals.TryTakeTurnAsync(cancel) is { } turn)
            {
                return turn;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), cancel);
        }

        throw new KeyFileException("Another node holds the audit log's sealing for too long: see that its database connection ends, and start again.");
    }

    private static CheckpointKey Read(string path, KeyEncryptionKey root)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        using var stream = File.OpenRead(path);
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != UnixFileMode.None)
        {
            throw new KeyFileException($"The file {path} is open to other users of this machine: run chmod 600 {path}, and ask who may have read it.");
        }

        var key = ECDsa.Create();
        try
        {
            using var reader = new StreamReader(stream);
            key.ImportFromEncryptedPem(reader.ReadToEnd(), root.CheckpointPassword());
            return new CheckpointKey(key);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw new KeyFileException($"The file {path} is cut, altered or of another instance; put it back from your key backup.");
        }
    }

    private static void Write(string path, CheckpointKey key, KeyEncryptionKey root)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(path, options);
        try
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes(key.ToPem(root.CheckpointPassword()) + "\n"));
            stream.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            File.Delete(path); // a full disk: half a file would look like a damaged one
            throw;
        }
    }
}
