using System.Runtime.InteropServices;

namespace Portal.Web.Hosting;

/// <summary>
/// While nobody asks for anything: gives back to the machine what the last work left behind, and from then on what the portal's own jobs leave (docs/decisions/0106).
/// </summary>
internal sealed class MemoryAtRest(LastActivity activity, TimeProvider clock, ILogger<MemoryAtRest> log) : BackgroundService
{
    /// <summary>Nobody asked for so long: the portal rests.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(20);

    /// <summary>At least so long from one collection to the next.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    /// <summary>Bytes that must have been allocated since the last one: less is not worth it.</summary>
    public const long WorthIt = 2 * 1024 * 1024;

    /// <summary>Bytes of a heap whose collection somebody who comes just then would notice: it is left to the runtime.</summary>
    public const long TooLarge = 256 * 1024 * 1024;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long? last;
    private long allocatedThen;

    /// <summary>Whether it is time; if so, the next one is counted from now.</summary>
    /// <param name="allocated">Bytes that the process has allocated since its start.</param>
    /// <param name="heap">Bytes of the heap now.</param>
    internal bool IsTime(long allocated, long heap)
    {
        var isSoon = last is { } then && clock.GetElapsedTime(then) < Pause;
        if (activity.Since < Rest || isSoon || heap > TooLarge || allocated - allocatedThen < WorthIt)
        {
            return false;
        }

        (last, allocatedThen) = (clock.GetTimestamp(), allocated);
        return true;
    }

    /// <summary>Collects everything, returns the heap's free pages to the system, and those of the C library, which compiling and hashing leave.</summary>
    internal static void GiveBack()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux())
        {
            TrimNative();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (IsTime(GC.GetTotalAllocatedBytes(), GC.GetTotalMemory(forceFullCollection: false)))
            {
                GiveBack();
                log.LogDebug("What was not in use any more was given back to the machine.");
            }
        }
    }

    private static void TrimNative()
    {
        try
        {
            _ = malloc_trim(0);
        }
        catch (TypeLoadException)
        {
            // No such library, or one that has nothing to trim, as musl.
        }
    }

#pragma warning disable SYSLIB1054 // LibraryImport would need unsafe code in the whole project for this one call
    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int malloc_trim(nint keep);
#pragma warning restore SYSLIB1054
}
