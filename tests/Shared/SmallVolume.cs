using System.Diagnostics;

namespace Portal.TestKit;

/// <summary>A file system of its own that is small enough to be filled. Needs the right to mount one (root).</summary>
internal sealed class SmallVolume : IDisposable
{
    /// <summary>Whether this machine lets us mount one; tried once.</summary>
    public static readonly Lazy<bool> IsPossible = new(Try);

    private readonly string ballast;

    /// <param name="path">Where; the folder is made where it is missing.</param>
    /// <param name="bytes">Its size.</param>
    public SmallVolume(string path, long bytes)
    {
        Path = path;
        ballast = System.IO.Path.Combine(path, "ballast");
        Directory.CreateDirectory(path);
        if (!Mount(path, bytes))
        {
            throw new InvalidOperationException("No volume could be mounted here.");
        }
    }

    public string Path { get; }

    public long Free => new DriveInfo(Path).AvailableFreeSpace;

    /// <summary>Fills it until so many bytes are left.</summary>
    public void FillExcept(long left)
    {
        using var file = new FileStream(ballast, FileMode.Create, FileAccess.Write);
        var block = new byte[64 << 10];
        while (Free - block.Length >= left)
        {
            file.Write(block);
            file.Flush();
        }
    }

    /// <summary>Frees what <see cref="FillExcept"/> took.</summary>
    public void MakeSpace() => File.Delete(ballast);

    /// <summary>Lets nobody write to it any more.</summary>
    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Path);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path, recursive: true);
    }

    private static bool Try()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return false;
        }

        var path = Directory.CreateTempSubdirectory("portal-volume-").FullName;
        var mounted = Mount(path, 1 << 20);
        if (mounted)
        {
            Run("umount", path);
        }

        Directory.Delete(path);
        return mounted;
    }

    private static bool Mount(string path, long bytes) => Run("mount", "-t", "tmpfs", "-o", $"size={bytes},mode=0711", "portal-tests", path);

    private static bool Run(string program, params string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
