using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Kernel.Access;

namespace Portal.Benchmarks;

/// <summary>
/// Whether the time of a refusal tells that an address has an account (ASVS 6.3.8): wrong passwords at known and at unknown addresses, in
/// turns whose order is drawn by lot, as an attacker would measure them without a network between. And what a whole sign-in, password and code, costs
/// beside the bare password hash that it cannot do without.
/// </summary>
internal static class SignInBench
{
    private const int Addresses = 30;
    private const int TriesEach = 4; // the fifth would lock
    private const int WarmUps = 60; // until the runtime has compiled the way of a sign-in
    private const string Password = "correct horse battery";

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var instance = await BenchInstance.StartAsync();
        var known = await AccountsAsync(instance, Addresses + 1);
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
        yield return await CpuAsync(instance);
    }

    private static async Task<Result> CpuAsync(BenchInstance instance)
    {
        var hasher = instance.Get<IPasswordHasher<Account>>();
        var (nobody, hash) = (new Account(), hasher.HashPassword(new Account(), Password));
        var secret = RandomNumberGenerator.GetBytes(20);
        // Each code opens once in its half minute: every sign-in is another account's.
        var waiting = new Queue<string>(await AccountsAsync(instance, WarmUps + Addresses, secret));
        while (waiting.Count > Addresses)
        {
            await SignInAsync(instance, waiting.Dequeue(), secret);
        }

        var (ours, peer) = await Cpu.AlternateAsync(
            Addresses - (Addresses / 5),
            () => SignInAsync(instance, waiting.Dequeue(), secret),
            () => Task.FromResult(hasher.VerifyHashedPassword(nobody, hash, Password)));
        return Result.Of("signin", "CPU of a sign-in with password and code, against the bare password hash", ours, peer, "ms", Limit.RatioAtMost(1.15));
    }

    private static async Task SignInAsync(BenchInstance instance, string address, byte[] secret)
    {
        var step = await instance.Get<SignIn>().WithPasswordAsync(Actor.Anonymous, address, Password, default);
        var code = Totp.CodeAt(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()));
        Expect.That((await instance.Get<ConfirmTotp>().WithCodeAsync(Actor.Anonymous, step!.Token, code, default)).Token is not null);
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

    private static async Task<string[]> AccountsAsync(BenchInstance instance, int count, byte[]? secret = null)
    {
        var addresses = Enumerable.Range(0, count).Select(_ => Address()).ToArray();
        foreach (var address in addresses)
        {
            await instance.Get<CreateAccount>().ForAsync(Actor.System("bench"), new NewAccount(address, "Bench", Password, Role.Clinician) { TotpSecret = secret }, default);
        }

        return addresses;
    }

    private static string Address() => $"{Guid.NewGuid():N}@bench.example";
}
