namespace Portal.Data.Postgres.Embedded;

/// <summary>
/// A lock held by an open file (flock). The kernel drops it when the process ends, however it ends, so a killed
/// process leaves no ghost behind; the file itself stays.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or returns null when somebody else holds it.</summary>
    public static FileLock? TryTake(string path)
    {
        try { return new FileLock(Unix.OpenExclusive(path)); }
        catch (IOException e) when (e.HResult is LinuxWouldBlock or MacWouldBlock) { return null; }
    }

    /// <summary>Waits for the lock. Returns null when it was not free within <paramref name="patience"/>.</summary>
    public static async Task<FileLock?> TakeAsync(string path, TimeSpan patience, TimeProvider time, CancellationToken cancel)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            if (TryTake(path) is { } taken)
                return taken;
            if (time.GetElapsedTime(start) > patience)
                return null;
            await Task.Delay(Pause, time, cancel);
        }
    }

    public void Dispose() => _file.Dispose();
}
