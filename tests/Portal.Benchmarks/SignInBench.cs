using System.Diagnostics;
using Portal.Features.Identity;
using Portal.Kernel.Access;

namespace Portal.Benchmarks;

/// <summary>
/// Whether the time of a refusal tells that an address has an account (ASVS 6.3.8): wrong passwords at known and at unknown addresses, in
/// turns whose order is drawn by lot, as an attacker would measure them without a network between.
/// </summary>
internal static class SignInBench
{
    private const int Addresses = 30;
    private const int TriesEach = 4; // the fifth would lock

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var instance = await BenchInstance.StartAsync();
        var known = await AccountsAsync(instance);
        string[] unknown = [.. Enumerable.Range(0, Addresses).Select(_ => Address())];
        await TimeAsync(instance, Address()); // the decoy's hash is made at the first use
        await TimeAsync(instance, known[^1]);
        var (ours, peer) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < Addresses * TriesEach; turn++)
        {
            // Which of the two goes first is drawn anew each time, so that what one leaves behind hits both alike.
            var knownFirst = Random.Shared.Next(2) == 0;
            var (first, second) = knownFirst ? (known, unknown) : (unknown, known);
            var (one, two) = (await TimeAsync(instance, first[turn % Addresses]), await TimeAsync(instance, second[turn % Addresses]));
            ours.Add(knownFirst ? one : two);
            peer.Add(knownFirst ? two : one);
        }

        yield return Result.Of("signin", $"a wrong password at a known address, against an unknown one (median of {ours.Count})", Rounds.Median([.. ours]), Rounds.Median([.. peer]), "ms");
        yield return Result.Alone("signin", "rank-sum test of the two (|z| over 2.6 comes by chance once in 100 runs)", Math.Abs(RankSum(ours, peer)), "z", Limit.OursAtMost(2.6));
    }

    /// <summary>The z of the Mann-Whitney test by its normal approximation: how many standard deviations the ranks lie apart.</summary>
    private static double RankSum(List<double> left, List<double> right)
    {
        var (n, m) = ((double)left.Count, (double)right.Count);
        var ranks = left.Select(time => (time, isLeft: true)).Concat(right.Select(time => (time, isLeft: false))).OrderBy(sample => sample.time)
            .Select((sample, at) => sample.isLeft ? at + 1.0 : 0).Sum();
        var u = ranks - (n * (n + 1) / 2);
        return (u - (n * m / 2)) / Math.Sqrt(n * m * (n + m + 1) / 12);
    }

    private static async Task<double> TimeAsync(BenchInstance instance, string address)
    {
        var watch = Stopwatch.StartNew();
        await instance.Get<SignIn>().WithPasswordAsync(Actor.Anonymous, address, "not the password", default);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static async Task<string[]> AccountsAsync(BenchInstance instance)
    {
        var addresses = Enumerable.Range(0, Addresses + 1).Select(_ => Address()).ToArray();
        foreach (var address in addresses)
        {
            await instance.Get<CreateAccount>().ForAsync(Actor.System("bench"), new NewAccount(address, "Bench", "correct horse battery", Role.Clinician), default);
        }

        return addresses;
    }

    private static string Address() => $"{Guid.NewGuid():N}@bench.example";
}
