using System.Security.Cryptography;
using System.Text.Json;

namespace Portal.Kernel.Crypto;

/// <summary>The file that holds the key-encryption key: JSON, mode 0600, never in the database and, outside Development, never under the data folder.</summary>
public static class KeyFile
{
    private const string Purpose = "portal key-encryption key";

    /// <summary>Reads the key.</summary>
    /// <exception cref="KeyFileException">The file is missing, cut or altered, or open to other users of the machine.</exception>
    public static KeyEncryptionKey Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new KeyFileException($"The key file {path} is missing; put it back from your key backup, a new one cannot open existing data.");
        }

        try
        {
            using var stream = File.OpenRead(path);
            RequireClosed(path, stream);
            var content = JsonSerializer.Deserialize<Content>(stream);
            return content is { Purpose: Purpose, Id: not null, Key: not null } && content.Check == CheckOf(content.Id, content.Key)
                && Convert.FromBase64String(content.Key) is { Length: DataKey.Size } key
                    ? new KeyEncryptionKey(content.Id, key)
                    : throw Broken(path);
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
        {
            throw Broken(path);
        }
    }

    /// <summary>Makes a new key and its file.</summary>
    /// <exception cref="KeyFileException">There is a file already.</exception>
    public static KeyEncryptionKey Create(string path)
    {
        var key = RandomNumberGenerator.GetBytes(DataKey.Size);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var text = Convert.ToBase64String(key);
        Write(path, new Content(Purpose, id, text, CheckOf(id, text)));
        return new KeyEncryptionKey(id, key);
    }

    private static void Write(string path, Content content)
    {
        using var stream = Open(path, PrivateFile.Options(FileMode.CreateNew));
        try
        {
            JsonSerializer.Serialize(stream, content);
            stream.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // A full disk: half a key file would look like a damaged one at the next start.
            File.Delete(path);
            throw;
        }
    }

    private static FileStream Open(string path, FileStreamOptions options)
    {
        try
        {
            return new FileStream(path, options);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new KeyFileException($"The key file {path} exists already; it is never overwritten.");
        }
    }

    // The open file is asked, not its path: a link or a swap between the look and the reading changes nothing.
    private static void RequireClosed(string path, FileStream stream)
    {
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != UnixFileMode.None)
        {
            throw new KeyFileException($"The key file {path} is open to other users of this machine: run chmod 600 {path}, and ask who may have read it.");
        }
    }

    private static KeyFileException Broken(string path) =>
        new($"The key file {path} is cut or altered; put it back from your key backup.");

    // Finds a cut or mistyped file before a wrong key is tried on data.
    private static string CheckOf(string id, string key) =>
        Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{Purpose}|{id}|{key}")).AsSpan(0, 8));

    private sealed record Content(string Purpose, string Id, string Key, string Check);
}
