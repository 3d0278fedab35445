using System.Diagnostics;

namespace Portal.Tests.Data.Crash;

/// <summary>A victim seen from outside.</summary>
internal sealed class CrashProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process process;
    private readonly Task reading;
    private readonly List<string> lines = [];
    private volatile TaskCompletionSource next = new();

    private CrashProcess(CrashScene scene)
    {
        process = Process.Start(new ProcessStartInfo("dotnet", ["exec", typeof(CrashProcess).Assembly.Location, .. scene.Words])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        Errors = process.StandardError.ReadToEndAsync();
        reading = ReadAsync();
    }

    public Task<string> Errors { get; }

    public static async Task<CrashProcess> StartAsync(CrashScene scene)
    {
        var started = new CrashProcess(scene);
        await started.UsableAsync();
        return started;
    }

    /// <summary>Waits until one more thing is acknowledged.</summary>
    public async Task UsableAsync()
    {
        next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var ended = process.WaitForExitAsync();
        if (await Task.WhenAny(next.Task, ended).WaitAsync(Patience) == ended)
        {
            throw new InvalidOperationException($"The process ended by itself: {await Errors}");
        }
    }

    /// <summary>How long it takes from the beginning of a fault until something is acknowledged after it.</summary>
    public async Task<TimeSpan> UsableAfterAsync(Func<Task> fault)
    {
        var watch = Stopwatch.StartNew();
        await fault();
        await UsableAsync();
        return watch.Elapsed;
    }

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

    // A last line that was cut off by the kill acknowledged nothing: it has no end.
    private async Task ReadAsync()
    {
        var text = "";
        var buffer = new char[16_384];
        while (await process.StandardOutput.ReadAsync(buffer) is > 0 and var count)
        {
            text += new string(buffer, 0, count);
            var whole = text.Split('\n');
            lines.AddRange(whole[..^1]);
            text = whole[^1];
            if (whole.Length > 1)
            {
                next.TrySetResult();
            }
        }
    }
}
