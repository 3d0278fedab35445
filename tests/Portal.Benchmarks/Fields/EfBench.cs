using System.Security.Cryptography;
using Portal.Kernel.Crypto;

namespace Portal.Benchmarks.Fields;

/// <summary>
/// CPU of reading and writing 1,000 rows of eight protected fields through the portal's context (converters, seals, interceptors), against EF Core over the
/// same fields without protection. Both sides read as EF does by default, which keeps track of each row, and untracked, as most of the portal's reads are.
/// </summary>
internal static class EfBench
{
    public const int Rows = 1_000;

    private const int Fields = 8;
    private const int Reads = 151;
    private const int Writes = 41;

    private const string Revealed = "CPU of the same, all revealed";

    private static readonly Limit NoneRevealed = Limit.RatioAtMost(2);

    // Of each way to read: none of them may be left out because it is over.
    private static readonly Limit AllRevealed = Limit.RatioAtMost(3);

    // The runtime compiles hot code anew for a long while, in the background and at this process's cost.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var instance = await BenchInstance.StartAsync();
        await instance.ExecuteAsync(PlainContext.Tables);
        var people = await PeopleTables.FillAsync(instance, isOnePatient: false);
        await Cpu.WarmUpAsync(
            WarmUp, () => people.ReadAsync(isTracked: true, reveal: true), () => people.ReadPlainAsync(isTracked: true),
            () => people.ReadAsync(isTracked: false, reveal: true), () => people.ReadPlainAsync(isTracked: false), people.WriteAsync, people.WritePlainAsync);
        yield return await ReadAsync(
            people, false, $"CPU to read {Rows} rows × {Fields} protected fields of as many patients, seals checked, none revealed, untracked", reveal: false);
        yield return await ReadAsync(people, true, $"{Revealed}, as EF reads by default (tracked)");
        yield return await ReadAsync(people, false, $"{Revealed}, untracked");
        yield return await BareAsync(people);
        var (ours, plain) = await Cpu.AlternateAsync(Writes, people.WriteAsync, people.WritePlainAsync);
        yield return Result.Of("ef", $"CPU to write {Rows} rows", ours, plain, "ms", Limit.RatioAtMost(2.5));

        var chart = await PeopleTables.FillAsync(instance, isOnePatient: true);
        yield return await ReadAsync(chart, true, $"{Revealed}, the rows of one patient, tracked");
        yield return await ReadAsync(chart, false, $"{Revealed}, the rows of one patient, untracked");
    }

    private static async Task<Result> ReadAsync(PeopleTables tables, bool isTracked, string measure, bool reveal = true)
    {
        var (ours, plain) = await Cpu.AlternateAsync(Reads, () => tables.ReadAsync(isTracked, reveal), () => tables.ReadPlainAsync(isTracked));
        return Result.Of("ef", measure, ours, plain, "ms", reveal ? AllRevealed : NoneRevealed);
    }

    // What no way of storing a value a field can go below.
    private static async Task<Result> BareAsync(PeopleTables tables)
    {
        using var bare = new AesGcm(RandomNumberGenerator.GetBytes(DataKey.Size), FieldCipher.TagSize);
        var (ours, plain) = await Cpu.AlternateAsync(Reads, () => OpenBareAsync(bare), () => tables.ReadPlainAsync(isTracked: false));
        return Result.Of("ef", $"CPU of {Rows * Fields} bare AesGcm calls and nothing else, against the plain untracked read", ours, plain, "ms");
    }

    private static Task OpenBareAsync(AesGcm bare)
    {
        Span<byte> plain = stackalloc byte[24];
        Span<byte> cipher = stackalloc byte[24];
        Span<byte> tag = stackalloc byte[FieldCipher.TagSize];
        Span<byte> nonce = stackalloc byte[NonceSource.Size];
        RandomNumberGenerator.Fill(nonce);
        bare.Encrypt(nonce, plain, cipher, tag, "pii.patients.name"u8);
        for (var call = 0; call < Rows * Fields; call++)
        {
            bare.Decrypt(nonce, cipher, tag, plain, "pii.patients.name"u8);
        }

        return Task.CompletedTask;
    }
}
