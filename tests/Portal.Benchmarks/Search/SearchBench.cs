using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Portal.Benchmarks.Fields;
using Portal.Features.Patients;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Benchmarks.Search;

/// <summary>
/// A page of a name-prefix search over 200,000 patients as staff sees it (token look-up, decision, committed audit entry, seals, decryption), against a
/// page of plain text with ordinary prefix indexes in the same database, which decides and records nothing.
/// </summary>
internal static class SearchBench
{
    private const int Patients = 200_000;
    private const int Calls = 600;

    // One patient in a hundred is in this clinician's care.
    private const int CareOneIn = 100;

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var instance = await BenchInstance.StartAsync();
        var carer = AccountId.New();
        await Population.FillAsync(instance, Patients, number => number % CareOneIn == 0 ? carer : null);
        var plain = FieldOptions.For<PlainPatients>(instance);
        foreach (var (actor, purpose) in new[]
        {
            (Actor.Person(AccountId.New(), Role.BillingClerk, SessionId.New(), Origin.Local), Purpose.Payment),
            (Actor.Person(carer, Role.Clinician, SessionId.New(), Origin.Local), Purpose.Treatment),
        })
        {
            var (ours, peer) = await CompareAsync(instance, actor, purpose, plain);
            yield return Result.Alone("search", $"{actor.Role}: p95 of a name-prefix search among {Patients} patients", Rounds.Percentile(ours, 0.95), "ms", Limit.OursAtMost(30));
            yield return Result.Of("search", $"{actor.Role}: p95 of the same against a plain-text search", Rounds.Percentile(ours, 0.95), Rounds.Percentile(peer, 0.95), "ms", Limit.RatioAtMost(3));
            yield return Result.Of("search", $"{actor.Role}: p50 of the same", Rounds.Median(ours), Rounds.Median(peer), "ms");
        }
    }

    private static async Task<(double[] Ours, double[] Peer)> CompareAsync(BenchInstance instance, Actor actor, Purpose purpose, DbContextOptions<PlainPatients> plain)
    {
        var (ours, peer) = (new double[Calls], new double[Calls]);
        var (seen, seenPlain) = (0, 0);
        for (var call = -Calls / 4; call < Calls; call++)
        {
            var text = TextOf(call + Calls);
            var mine = await TimeAsync(async () => seen += (await instance.Get<SearchPatients>().ForAsync(actor, purpose, text, null, default)).Items.Count);
            var other = await TimeAsync(async () => seenPlain += await PlainAsync(plain, text));
            if (call >= 0)
            {
                (ours[call], peer[call]) = (mine, other);
            }
        }

        Expect.That(seen > Calls && seenPlain > Calls);
        return (ours, peer);
    }

    // Two to five letters of a family name, every third time with the beginning of a given name.
    private static string TextOf(int number)
    {
        var name = Names.Of(number * 331);
        var family = name.Family[..Math.Min(name.Family.Length, 2 + (number % 4))];
        return number % 3 == 0 ? $"{name.Given[..2]} {family}" : family;
    }

    private static async Task<int> PlainAsync(DbContextOptions<PlainPatients> options, string text)
    {
        await using var db = new PlainPatients(options);
        var rows = db.Set<PlainPatient>().AsNoTracking();
        foreach (var word in text.ToLowerInvariant().Split(' '))
        {
            rows = rows.Where(row => row.Family.ToLower().StartsWith(word) || row.Given.ToLower().StartsWith(word));
        }

        return (await rows.OrderBy(row => row.Family).ThenBy(row => row.Given).ThenBy(row => row.Id).Take(PatientListView.PageSize + 1).ToListAsync()).Count;
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var watch = Stopwatch.StartNew();
        await action();
        return watch.Elapsed.TotalMilliseconds;
    }
}
