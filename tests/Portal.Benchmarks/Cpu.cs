using System.Diagnostics;

namespace Portal.Benchmarks;

/// <summary>Measures CPU time of this process: what others on the machine do, and what the database does, is not in it.</summary>
internal static class Cpu
{
    /// <summary>Does everything in turns until the runtime has compiled it to its end.</summary>
    public static async Task WarmUpAsync(TimeSpan span, params Func<Task>[] all)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < span;)
        {
            foreach (var one in all)
            {
                await one();
            }
        }
    }

    /// <summary>The median milliseconds of CPU of each, in interleaved rounds.</summary>
    public static async Task<(double Ours, double Peer)> AlternateAsync(int rounds, Func<Task> ours, Func<Task> peer)
    {
        var left = new double[rounds];
        var right = new double[rounds];
        for (var round = -rounds / 10; round < rounds; round++)
        {
            var (first, second) = (await OfAsync(ours), await OfAsync(peer));
            if (round >= 0)
            {
                (left[round], right[round]) = (first, second);
            }
        }

        return (Rounds.Median(left), Rounds.Median(right));
    }

    /// <summary>The milliseconds of CPU, garbage collection included, that one run takes.</summary>
    public static async Task<double> OfAsync(Func<Task> work)
    {
        var before = Environment.CpuUsage.TotalTime;
        await work();
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
    }
}
