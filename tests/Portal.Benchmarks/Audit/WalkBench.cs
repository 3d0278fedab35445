using System.Diagnostics;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Benchmarks.Audit;

/// <summary>
/// The first page for every pair of the search form's filters, each with a value that is in the log and one that is not, and for a seeded sample of threes with times
/// besides: over all 24 months, at the largest size alone.
/// </summary>
internal static class WalkBench
{
    private const double Second = 1000;

    private static readonly Actor Officer = Actor.Person(AccountId.New(), Role.ComplianceOfficer, SessionId.New(), Origin.Local);

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var log = await LogsAtSize.GeneratedAsync(LogsAtSize.Millions[^1]);
        var fields = await WalkFields.OfAsync(log.Instance);
        foreach (var (name, queries) in new[] { ("pairs", WalkFields.Pairs(fields)), ("threes", WalkFields.Threes(fields)), ("a week where no index serves", WalkFields.Narrowed(fields)) })
        {
            var seen = new List<Walked>();
            foreach (var (what, query) in queries)
            {
                seen.Add(await WalkAsync(log.Instance, what, query));
            }

            var of = $"{name} of filters ({seen.Count}), {log.Entries:N0} entries";
            var slowest = seen.MaxBy(one => one.Milliseconds)!;
            yield return Result.Alone("audit-walk", $"first page by {of}, slowest ({slowest.What})", slowest.Milliseconds, "ms", Limit.OursAtMost(Second));
            yield return Result.Alone("audit-walk", $"the same, median", Rounds.Median([.. seen.Select(one => one.Milliseconds)]), "ms");
            yield return Result.Alone("audit-walk", $"of these over a second", seen.Count(one => one.Milliseconds > Second), "", Limit.OursAtMost(0));
            yield return Result.Alone("audit-walk", $"of these that stopped and say how far they came", seen.Count(one => one.HasStopped), "");
            foreach (var late in seen.Where(one => one.Milliseconds > Second))
            {
                yield return Result.Alone("audit-walk", $"over a second: {late.What}", late.Milliseconds, "ms");
            }
        }
    }

    private static async Task<Walked> WalkAsync(BenchInstance instance, string what, AuditQuery query)
    {
        var start = Stopwatch.GetTimestamp();
        var found = await instance.Get<SearchAudit>().ForAsync(Officer, query, default);
        return new Walked(what, Stopwatch.GetElapsedTime(start).TotalMilliseconds, found.ReachedTo is not null);
    }

    private sealed record Walked(string What, double Milliseconds, bool HasStopped);
}
