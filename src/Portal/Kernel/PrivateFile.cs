namespace Portal.Kernel;

/// <summary>Files that are nobody else's on this machine: mode 0600 from their first moment on. On Windows the folder's rights must do the same.</summary>
internal static class PrivateFile
{
    /// <summary>How such a file is opened, or made.</summary>
    public static FileStreamOptions Options(FileMode mode, FileAccess access = FileAccess.Write)
    {
        var options = new FileStreamOptions { Mode = mode, Access = access };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
