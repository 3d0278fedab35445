using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Data.Auditing.Sealing;

/// <summary>
/// The file of the key that signs checkpoints: PKCS#8, encrypted under the key-encryption key, mode 0600. The database knows the public part, so that neither a
/// lost file nor another node's start puts a new key in its place (ADR 0051).
/// </summary>
internal static class CheckpointKeyFile
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <exception cref="KeyFileException">The file is missing although the instance has a key, cannot be read, or holds another key.</exception>
    public static async Task<(CheckpointKey Key, bool IsNew)> OpenAsync(PortalInstance instance, string path, KeyEncryptionKey root, TimeProvider clock, CancellationToken cancel)
    {
        // Known for good once it is: no start waits for whoever seals.
        if (await KnownAsync(instance.Database, path, root, cancel) is { } known)
        {
            return (known, false);
        }

        await using var turn = await TurnAsync(instance, cancel);
        var isNew = !File.Exists(path);
        var key = isNew ? CheckpointKey.New() : Read(path, root);
        if (!await turn.RegisterAsync(key, clock.GetUtcNow(), cancel))
        {
            key.Dispose();
            throw isNew ? Missing(path) : Other(path);
        }

        if (isNew)
        {
            Write(path, key.ToPem(root.CheckpointPassword())); // before it is known: a file without a mention is taken by the next start
        }

        await turn.CommitAsync(cancel);
        return (key, isNew);
    }

    // By its own id: a row that somebody added to it says nothing about the key in the file. Nothing where no key is known yet.
    private static async Task<CheckpointKey?> KnownAsync(PortalDatabase database, string path, KeyEncryptionKey root, CancellationToken cancel)
    {
        await using var db = database.Open();
        var rows = db.Set<CheckpointKeyRow>();
        if (!await rows.AnyAsync(cancel))
        {
            return null;
        }

        var key = File.Exists(path) ? Read(path, root) : throw Missing(path);
        if (await rows.AnyAsync(row => row.KeyId == key.Id, cancel))
        {
            return key;
        }

        key.Dispose();
        throw Other(path);
    }

    private static KeyFileException Missing(string path) =>
        new($"The file {path}, whose key signs the audit log's checkpoints, is missing; put it back from your key backup or copy it from another node, a new key cannot take its place.");

    private static KeyFileException Other(string path) =>
        new($"The file {path} holds another key than the one that signs this instance's checkpoints; put the right file back from your key backup or another node.");

    // Two nodes that start at the same time: one makes the key, the other one is told that it lacks the file. At uneven times, so that it meets a gap of
    // another node that seals one block after the other.
    private static async Task<ISealTurn> TurnAsync(PortalInstance instance, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        do
        {
            if (await instance.Database.Seals.TryTakeTurnAsync(cancel) is { } turn)
            {
                return turn;
            }

            await Task.Delay(RandomNumberGenerator.GetInt32(10, 200), cancel);
        }
        while (watch.Elapsed < Patience);
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

    // Whole or not at all: it gets its name once it is on the disk. What an interrupted start left of it under the other name is nobody's.
    private static void Write(string path, string pem)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        try
        {
            WriteNew(unfinished, Encoding.ASCII.GetBytes(pem + "\n"));
            File.Move(unfinished, path, overwrite: false);
        }
        catch (IOException)
        {
            File.Delete(unfinished); // a full disk
            throw;
        }
    }

    private static void WriteNew(string path, byte[] bytes)
    {
        using var stream = new FileStream(path, PrivateFile.Options(FileMode.CreateNew));
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }
}
