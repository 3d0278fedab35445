using System.Diagnostics;

namespace Portal.Benchmarks;

/// <summary>Measures two things in turns, so that noise of the machine hits both alike.</summary>
internal static class Rounds
{
    /// <summary>The median microseconds a call takes, of each, over interleaved rounds.</summary>
    public static (double Ours, double Peer) Alternate(int rounds, int calls, Action ours, Action peer)
    {
        var left = new double[rounds];
        var right = new double[rounds];
        Time(calls, ours);
        Time(calls, peer);
        for (var round = 0; round < rounds; round++)
        {
            left[round] = Time(calls, ours);
            right[round] = Time(calls, peer);
        }

        return (Median(left), Median(right));
    }

    /// <summary>The same for asynchronous calls, one after the other.</summary>
    public static async Task<(double Ours, double Peer)> AlternateAsync(int calls, Func<Task> ours, Func<Task> peer)
    {
        var left = new double[calls];
        var right = new double[calls];
        for (var call = -calls / 10; call < calls; call++)
        {
            var (first, second) = (await TimeAsync(ours), await TimeAsync(peer));
            if (call >= 0)
            {
                (left[call], right[call]) = (first, second);
            }
        }

        return (Median(left), Median(right));
    }

    public static double Median(double[] values) => Percentile(values, 0.5);

    public static double Percentile(double[] values, double part)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Min(sorted.Length - 1, part * sorted.Length)];
    }

    private static double Time(int calls, Action action)
    {
        var watch = Stopwatch.StartNew();
        for (var call = 0; call < calls; call++)
        {
            action();
        }

        return watch.Elapsed.TotalMicroseconds / calls;
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var watch = Stopwatch.StartNew();
        await action();
        return watch.Elapsed.TotalMicroseconds;
    }
}
