using System.Security.Cryptography;
using Portal.Kernel.Audit.Checkpoints;

namespace Portal.Kernel.Audit.Feeds;

/// <summary>
/// A file of NDJSON on this node: mode 0600, only appended to, on the disk before it counts, and opened anew each time, so that it can be moved away at any moment.
/// With a recipient each line is a JWE over some lines instead.
/// </summary>
internal sealed class FeedFile : IFeedTarget, IDisposable
{
    // Lines of one encrypted line.
    private const int Together = 500;

    private readonly FileTarget file;
    private readonly string path;
    private readonly ECDiffieHellman? recipient;

    public FeedFile(string path, ECDiffieHellman? recipient)
    {
        (this.path, this.recipient) = (path, recipient);
        file = new FileTarget(path, "");
        Id = CheckpointSettings.IdOf("ndjson", path); // not by node: it is one feed, wherever it is written
    }

    public string Id { get; }

    public async Task DeliverAsync(IReadOnlyList<FedEntry> entries, CancellationToken cancel)
    {
        Close();
        var lines = entries.SelectMany(FeedLine.Of);
        await file.DeliverAsync(recipient is null ? [.. lines] : [.. lines.Chunk(Together).Select(some => JsonBox.Seal(recipient, string.Join('\n', some)))], cancel);
    }

    public void Dispose() => recipient?.Dispose();

    // A file that was there before, or that a rotation made, is as closed as one of our own.
    private void Close()
    {
        if (!OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != UnixFileMode.None)
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}
