namespace Portal.Benchmarks;

/// <summary>One measured ratio.</summary>
/// <param name="Bench">The benchmark's name.</param>
/// <param name="Measure">What was compared, in words.</param>
/// <param name="Ratio">Ours divided by the peer's.</param>
/// <param name="Ours">Ours, in the unit.</param>
/// <param name="Peer">The peer's, in the unit.</param>
/// <param name="Unit">The unit of both.</param>
internal sealed record Result(string Bench, string Measure, double Ratio, double Ours, double Peer, string Unit)
{
    public string InWords() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Bench,-8} {Measure}: {Ratio:0.00} × ({Ours:0.###} against {Peer:0.###} {Unit})");
}

/// <summary>All benchmarks by name.</summary>
internal static class Catalogue
{
    private static readonly Dictionary<string, Func<IAsyncEnumerable<Result>>> All = new()
    {
        ["cipher"] = CipherBench.RunAsync,
        ["audit"] = AuditBench.RunAsync,
        ["open"] = OpenBench.RunAsync,
        ["start"] = StartBench.RunAsync,
    };

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static async Task<IReadOnlyList<Result>> RunAsync(string? name, Action<Result>? show)
    {
        var results = new List<Result>();
        foreach (var run in All.Where(bench => name is null || bench.Key == name).Select(bench => bench.Value))
        {
            await foreach (var result in run())
            {
                results.Add(result);
                show?.Invoke(result);
            }
        }

        return results;
    }
}
