using System.Diagnostics;

namespace Portal.Tests.Data.Crash;

/// <summary>A victim seen from outside.</summary>
internal sealed class CrashProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Ticks have eighteen digits for some thousand years: a shorter last part was cut off.
    private const int LengthOfTime = 18;

    private readonly Process process;
    private readonly Task reading;
    private readonly List<string> lines = [];
    private long last;

    private CrashProcess(CrashScene scene, CrashNode node)
    {
        Node = node;
        process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(CrashProcess).Assembly.Location, .. scene.Words, .. node.Words])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Errors = process.StandardError.ReadToEndAsync();
        reading = ReadAsync();
    }

    public CrashNode Node { get; }

    public Task<string> Errors { get; }

    public static async Task<CrashProcess> StartAsync(CrashScene scene, CrashNode? node = null)
    {
        var started = new CrashProcess(scene, node ?? CrashNode.Plain);
        await started.AcknowledgedAfterAsync(0);
        return started;
    }

    /// <summary>How long it takes from the beginning of a fault until something that began after its end is acknowledged.</summary>
    public async Task<TimeSpan> UsableAfterAsync(Func<Task> fault)
    {
        var watch = Stopwatch.StartNew();
        await fault();
        await AcknowledgedAfterAsync(Now);
        return watch.Elapsed;
    }

    /// <summary>Sends it a signal.</summary>
    public void Signal(string signal) => ClusterProcesses.Send(signal, process.Id);

    /// <summary>Kills it as kill -9 does, and returns what it had been told is durable.</summary>
    public async Task<CrashLines> KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        await reading;
        return new CrashLines(lines);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }

    private static long Now => TimeProvider.System.GetUtcNow().UtcTicks;

    private async Task AcknowledgedAfterAsync(long moment)
    {
        var watch = Stopwatch.StartNew();
        while (Interlocked.Read(ref last) <= moment)
        {
            if (process.HasExited || watch.Elapsed > Patience)
            {
                throw new InvalidOperationException(process.HasExited ? $"The process ended by itself: {await Errors}" : "Nothing is acknowledged any more.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }
    }

    // A last line that was cut off by the kill acknowledged nothing: it has no end.
    private async Task ReadAsync()
    {
        while (await ReadLineAsync() is { } line)
        {
            lines.Add(line);
            Interlocked.Exchange(ref last, Math.Max(last, long.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), null)));
        }
    }

    private async Task<string?> ReadLineAsync() =>
        await process.StandardOutput.ReadLineAsync() is { } line && line.Length > LengthOfTime && line[^(LengthOfTime + 1)] == ' ' ? line : null;
}
