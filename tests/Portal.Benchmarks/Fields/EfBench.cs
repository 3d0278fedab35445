using System.Security.Cryptography;
using Portal.Kernel.Crypto;

namespace Portal.Benchmarks.Fields;

/// <summary>
/// CPU of reading and writing 1,000 patients' rows of eight protected fields through the portal's context (converters, seals, interceptors), against
/// EF Core over the same fields without protection. Untracked reads, as the portal's own are.
/// </summary>
internal static class EfBench
{
    public const int Rows = 1_000;

    private const int Fields = 8;
    private const int Reads = 201;
    private const int Writes = 41;

    // The runtime compiles hot code anew for a long while, in the background and at this process's cost.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(25);

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await using var instance = await BenchInstance.StartAsync();
        await instance.ExecuteAsync(PlainContext.Tables);
        var tables = await PeopleTables.FillAsync(instance);
        await Cpu.WarmUpAsync(WarmUp, () => tables.ReadAsync(reveal: true), tables.ReadPlainAsync, tables.WriteAsync, tables.WritePlainAsync);

        var (ours, plain) = await Cpu.AlternateAsync(Reads, () => tables.ReadAsync(reveal: false), tables.ReadPlainAsync);
        yield return Result.Of("ef", $"CPU to read {Rows} rows × {Fields} protected fields, seals checked, none revealed", ours, plain, "ms", Limit.RatioAtMost(2));
        (ours, plain) = await Cpu.AlternateAsync(Reads, () => tables.ReadAsync(reveal: true), tables.ReadPlainAsync);
        yield return Result.Of("ef", "CPU of the same, all revealed", ours, plain, "ms", Limit.RatioAtMost(3));
        using var bare = new AesGcm(RandomNumberGenerator.GetBytes(DataKey.Size), FieldCipher.TagSize);
        (ours, plain) = await Cpu.AlternateAsync(Reads, () => OpenBareAsync(bare), tables.ReadPlainAsync);
        yield return Result.Of("ef", $"CPU of {Rows * Fields} bare AesGcm calls and nothing else, against the plain read", ours, plain, "ms");
        (ours, plain) = await Cpu.AlternateAsync(Writes, tables.WriteAsync, tables.WritePlainAsync);
        yield return Result.Of("ef", $"CPU to write {Rows} rows", ours, plain, "ms", Limit.RatioAtMost(2.5));
    }

    // What no way of storing a value a field can go below.
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
