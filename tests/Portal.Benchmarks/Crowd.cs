using System.Diagnostics;

namespace Portal.Benchmarks;

/// <summary>Producers that each do the same again and again, and wait for it each time.</summary>
internal sealed record Crowd(double PerSecond, double P50, double P95)
{
    public static async Task<Crowd> WatchAsync(int producers, TimeSpan span, Func<int, Task> work)
    {
        var watch = Stopwatch.StartNew();
        var times = await Task.WhenAll(Enumerable.Range(0, producers).Select(number => ProduceAsync(watch, span, () => work(number))));
        var all = times.SelectMany(time => time).ToArray();
        return new Crowd(all.Length / watch.Elapsed.TotalSeconds, Rounds.Percentile(all, 0.5), Rounds.Percentile(all, 0.95));
    }

    /// <summary>The medians over rounds, each figure by itself.</summary>
    public static Crowd MedianOf(IReadOnlyCollection<Crowd> rounds) => new(
        Rounds.Median([.. rounds.Select(round => round.PerSecond)]),
        Rounds.Median([.. rounds.Select(round => round.P50)]),
        Rounds.Median([.. rounds.Select(round => round.P95)]));

    private static async Task<List<double>> ProduceAsync(Stopwatch watch, TimeSpan span, Func<Task> work)
    {
        await Task.Yield();
        var times = new List<double>();
        while (watch.Elapsed < span)
        {
            var start = watch.Elapsed;
            await work();
            times.Add((watch.Elapsed - start).TotalMilliseconds);
        }

        return times;
    }
}
