using System.Diagnostics;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Pictures;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Benchmarks.Audit;

/// <summary>How long a picture of the largest generated log takes, of the usual 30 days and of the longest time there is; each three times, the slowest counts.</summary>
internal static class PicturesBench
{
    // About a second, as the pictures promise, and as much again for a step that was longer than the one before it told.
    private static readonly Limit Wait = Limit.OursAtMost(2000);

    private static readonly Actor Officer = Actor.Person(AccountId.New(), Role.ComplianceOfficer, SessionId.New(), Origin.Local);

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var log = await LogsAtSize.GeneratedAsync(LogsAtSize.Millions[^1]);
        var fields = await WalkFields.OfAsync(log.Instance);
        AuditQuery Of(string name) => fields.Single(field => field.Name == name).Present!(new AuditQuery());
        var now = TimeProvider.System.GetUtcNow();
        foreach (var (span, from) in new[] { ("30 days", (DateTimeOffset?)null), ("a year", now.AddDays(-365)) })
        {
            foreach (var (name, look) in Looks(log.Instance, Of, from))
            {
                var (slowest, reached) = (0.0, (DateTimeOffset?)null);
                for (var turn = 0; turn < 3; turn++)
                {
                    var start = Stopwatch.GetTimestamp();
                    reached = await look();
                    slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }

                var far = reached is { } to ? $"stopped after {(now - to).TotalDays:0} days and says so" : "whole";
                yield return Result.Alone("audit-pictures", $"{name}, {span}, {log.Entries:N0} entries ({far})", slowest, "ms", Wait);
            }
        }
    }

    private static IEnumerable<(string Name, Func<Task<DateTimeOffset?>> Look)> Looks(BenchInstance instance, Func<string, AuditQuery> of, DateTimeOffset? from)
    {
        yield return ("entries over time", async () => (await instance.Get<CountAccesses>().ForAsync(Officer, new AuditQuery { From = from }, TimeZoneInfo.Utc, default)).ReachedTo);
        yield return ("entries over time of a busy person", async () => (await instance.Get<CountAccesses>().ForAsync(Officer, of("person") with { From = from }, TimeZoneInfo.Utc, default)).ReachedTo);
        yield return ("a busy person's week beside the role", async () =>
        {
            await instance.Get<CompareHours>().ForAsync(Officer, of("person") with { From = from }, TimeZoneInfo.Utc, default);
            return null;
        });
        yield return ("readers of a patient", async () =>
        {
            await instance.Get<RankReaders>().ForAsync(Officer, of("patient") with { From = from }, default);
            return null;
        });
        yield return ("refused attempts", async () => (await instance.Get<RankRefusals>().ForAsync(Officer, new AuditQuery { From = from }, TimeZoneInfo.Utc, default)).ReachedTo);
    }
}
