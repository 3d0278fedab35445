using System.Runtime.InteropServices;

namespace Portal.Data.Postgres.Embedded;

/// <summary>The few file operations with owner and mode that the embedded database needs. Modes are octal as in chmod.</summary>
internal static class Unix
{
    public const UnixFileMode Mode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    public const UnixFileMode Mode0640 = Mode0600 | UnixFileMode.GroupRead;
    public const UnixFileMode Mode0700 = Mode0600 | UnixFileMode.UserExecute;
    public const UnixFileMode Mode0710 = Mode0700 | UnixFileMode.GroupExecute;
    public const UnixFileMode Mode0711 = Mode0710 | UnixFileMode.OtherExecute;

    /// <summary>Creates a folder with exactly this mode, whatever the umask; an existing one is left as it is.</summary>
    /// <returns>True when the folder was made by this call.</returns>
    public static bool CreateFolder(string path, UnixFileMode mode)
    {
        NeedsUnix();
        if (Directory.Exists(path))
            return false;
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, Mode0700);
            File.SetUnixFileMode(path, mode);
        }
        return true;
    }

    public static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(path);

    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }

    /// <summary>Opens a lock file (0600) that nobody else may have open in this way.</summary>
    public static FileStream OpenExclusive(string path) =>
        new(path, Options(FileMode.OpenOrCreate, FileShare.None, Mode0600));

    /// <summary>Replaces a file in one step (new file, flush to disk, rename): a reader or a crash never meets half of it.</summary>
    public static void WriteWhole(string path, string text, UnixFileMode mode, OsUser? group = null)
    {
        var fresh = $"{path}.{Guid.NewGuid():N}.new";
        try
        {
            Write(fresh, text, mode);
            if (group is not null)
                ChangeOwner(fresh, -1, group.GroupId);
            SetMode(fresh, mode);
            File.Move(fresh, path, overwrite: true);
        }
        catch
        {
            // On a full disk each try would leave one behind.
            File.Delete(fresh);
            throw;
        }
    }

    /// <summary>Changes owner and group of the file or link itself; -1 leaves one as it is.</summary>
    public static void ChangeOwner(string path, int userId, int groupId)
    {
        if (lchown(path, userId, groupId) != 0)
            throw PortalSetupException.NotWritable(path);
    }

    /// <summary>Bytes a normal user may still write on the file system of this path.</summary>
    public static long FreeSpace(string path) => new DriveInfo(path).AvailableFreeSpace;

    private static void Write(string path, string text, UnixFileMode mode)
    {
        using var file = new FileStream(path, Options(FileMode.CreateNew, FileShare.None, mode));
        file.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }

    private static FileStreamOptions Options(FileMode mode, FileShare share, UnixFileMode rights)
    {
        NeedsUnix();
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = rights;
        return options;
    }

    private static void NeedsUnix()
    {
        if (OperatingSystem.IsWindows())
            throw new PortalSetupException("The embedded database runs on Linux and macOS: start the portal inside WSL, or configure a database server.");
    }

#pragma warning disable SYSLIB1054 // LibraryImport would need unsafe code in the whole project for this one call
    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int lchown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int owner, int group);
#pragma warning restore SYSLIB1054
}
