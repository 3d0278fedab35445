using System.Text;

namespace Portal.Data.Auditing.Emergency;

/// <summary>
/// The file of a node's spool: one at a time writes or merges it, in this process or another; mode 0600; a line counts once it is on the disk. The folder's id lies in
/// a file of its own, so that the database's head and the folder find each other.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    private const string Name = "emergency.spool";
    private const string IdName = "spool.id";

    private readonly FileStream turn;
    private readonly string folder;

    private SpoolFile(string folder, FileStream turn, Guid id)
    {
        (this.folder, this.turn) = (folder, turn);
        Id = id;
    }

    public Guid Id { get; }

    private string FilePath => Path.Combine(folder, Name);

    /// <summary>Whether a folder has ever been written to.</summary>
    public static bool IsBegun(string folder) => File.Exists(Path.Combine(folder, IdName));

    /// <summary>Takes the folder for this caller alone.</summary>
    /// <exception cref="IOException">Somebody else has it for too long, or the disk does not take it.</exception>
    public static async Task<SpoolFile> TakeAsync(string folder, CancellationToken cancel)
    {
        MakeFolder(folder);
        for (var tries = 0; ; tries++)
        {
            try
            {
                // The id's file is the lock: opened for one alone.
                var turn = new FileStream(Path.Combine(folder, IdName), Options(FileMode.OpenOrCreate));
                return new SpoolFile(folder, turn, IdIn(turn));
            }
            catch (IOException) when (tries < 100)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancel);
            }
        }
    }

    /// <summary>Whether there are lines.</summary>
    public bool HasLines => File.Exists(FilePath);

    /// <summary>The lines as text, in order; half a line at the end, left by a write that was cut off, is one of them.</summary>
    public IReadOnlyList<string> Read() => HasLines ? File.ReadAllLines(FilePath, Encoding.ASCII) : [];

    /// <summary>Puts a line at the end and returns once it is on the disk.</summary>
    public void Append(SpoolLine line)
    {
        using var file = new FileStream(FilePath, Options(FileMode.OpenOrCreate));
        CutHalfLine(file);
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.ASCII.GetBytes($"{line}\n"));
        file.Flush(flushToDisk: true);
    }

    /// <summary>Removes the lines once they are in the log.</summary>
    public void Clear() => File.Delete(FilePath);

    /// <summary>Keeps a file that does not hold under another name, for whoever looks into it.</summary>
    public void SetAside(DateTimeOffset at)
    {
        if (HasLines)
        {
            File.Move(FilePath, Path.Combine(folder, FormattableString.Invariant($"broken-{at.UtcDateTime:yyyyMMdd'T'HHmmssfff}.spool")));
        }
    }

    public void Dispose() => turn.Dispose();

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static Guid IdIn(FileStream file)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (file.Length == bytes.Length && file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length)
        {
            return new Guid(bytes);
        }

        var id = Guid.NewGuid();
        file.SetLength(0);
        file.Write(id.ToByteArray());
        file.Flush(flushToDisk: true);
        return id;
    }

    // A write that was cut off was never acknowledged: nothing was shown for it.
    private static void CutHalfLine(FileStream file)
    {
        var end = file.Length;
        while (end > 0)
        {
            file.Seek(end - 1, SeekOrigin.Begin);
            if (file.ReadByte() == '\n')
            {
                break;
            }

            end--;
        }

        file.SetLength(end);
    }
}
