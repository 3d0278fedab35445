using Portal.Benchmarks.Faults;

namespace Portal.Benchmarks;

/// <summary>All benchmarks by name.</summary>
internal static class Catalogue
{
    private static readonly Dictionary<string, Func<IAsyncEnumerable<Result>>> All = new()
    {
        ["cipher"] = CipherBench.RunAsync,
        ["ef"] = Fields.EfBench.RunAsync,
        ["lookup"] = Search.LookupBench.RunAsync,
        ["search"] = Search.SearchBench.RunAsync,
        ["import"] = Import.ImportBench.RunAsync,
        ["audit"] = AuditBench.RunAsync,
        ["audit-make"] = Audit.LogsAtSize.MakeAsync,
        ["audit-search"] = Audit.AuditSearchBench.RunAsync,
        ["audit-walk"] = Audit.WalkBench.RunAsync,
        ["audit-pictures"] = Audit.PicturesBench.RunAsync,
        ["audit-verify"] = Audit.ProofBench.VerifyAsync,
        ["audit-proof"] = Audit.ProofBench.ProveAsync,
        ["audit-export"] = Audit.ExportBench.RunAsync,
        ["audit-beside"] = Audit.BesideBench.RunAsync,
        ["access"] = AccessBench.RunAsync,
        ["open"] = OpenBench.RunAsync,
        ["signin"] = SignInBench.RunAsync,
        ["start"] = StartBench.RunAsync,
        ["faults"] = FaultsBench.RunAsync,
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
