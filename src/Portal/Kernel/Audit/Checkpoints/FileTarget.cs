using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Portal.Kernel.Audit.Checkpoints;

/// <summary>
/// A file that is only ever appended to: it is opened so that the system itself puts every write at its end, as a file with the append-only attribute
/// demands. Mode 0600. On Windows the folder's rights must do the same.
/// </summary>
internal sealed class FileTarget(string path, string node) : ICheckpointTarget
{
    private const int WriteOnly = 1;

    public string Id { get; } = CheckpointSettings.IdOf("file", $"{node}:{path}");

    public int MostAtOnce => 500;

    public Task DeliverAsync(IReadOnlyList<string> lines, CancellationToken cancel)
    {
        using var file = Open();
        // A write that was cut off leaves half a line: what comes now begins on a line of its own.
        var text = (EndsInLine() ? "" : "\n") + string.Concat(lines.Select(line => line + "\n"));
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(text), RandomAccess.GetLength(file));
        RandomAccess.FlushToDisk(file);
        return Task.CompletedTask;
    }

    private SafeFileHandle Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        }

        Make();
        var (append, closeOnExec) = OperatingSystem.IsMacOS() ? (0x8, 0x1000000) : (0x400, 0x80000);
        var handle = OpenFile(path, WriteOnly | append | closeOnExec);
        return handle.IsInvalid ? throw new IOException($"The file for checkpoints cannot be opened (error {Marshal.GetLastPInvokeError()}).") : handle;
    }

    private void Make()
    {
        if (!File.Exists(path))
        {
            using var made = new FileStream(path, PrivateFile.Options(FileMode.CreateNew));
        }
    }

    private bool EndsInLine()
    {
        using var read = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (read.Length == 0)
        {
            return true;
        }

        read.Seek(-1, SeekOrigin.End);
        return read.ReadByte() == '\n';
    }

#pragma warning disable SYSLIB1054 // LibraryImport would need unsafe code in the whole project for this one call
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle OpenFile([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
#pragma warning restore SYSLIB1054
}
