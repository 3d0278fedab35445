using System.Security.Cryptography;
using Portal.Kernel.Crypto;

namespace Portal.Benchmarks;

/// <summary>The field cipher against a bare, reused <see cref="AesGcm"/> that draws its nonces the same way.</summary>
internal static class CipherBench
{
    private const int Rounds = 31;
    private const int Calls = 20_000;

    public static async IAsyncEnumerable<Result> RunAsync()
    {
        await Task.CompletedTask;
        foreach (var size in new[] { 24, 200 })
        {
            yield return Seal(size);
            yield return Open(size);
        }
    }

    private static Result Seal(int size)
    {
        var (key, column, plain) = (DataKey.New(), new ProtectedColumn("a", "b", "c"), new byte[size]);
        using var bare = new AesGcm(key.Bytes, FieldCipher.TagSize);
        var (ours, peer) = Benchmarks.Rounds.Alternate(
            Rounds, Calls, () => FieldCipher.Seal(key, plain, column.Bytes), () => BareSeal(bare, plain, column));
        return Result.Of("cipher", $"seal {size} bytes against a bare AesGcm call", ours, peer, "µs", Limit.RatioAtMost(1.3));
    }

    private static Result Open(int size)
    {
        var (key, column) = (DataKey.New(), new ProtectedColumn("a", "b", "c"));
        var stored = FieldCipher.Seal(key, new byte[size], column.Bytes);
        using var bare = new AesGcm(key.Bytes, FieldCipher.TagSize);
        var (ours, peer) = Benchmarks.Rounds.Alternate(
            Rounds, Calls, () => FieldCipher.TryOpen(key, stored, column.Bytes, out _), () => BareOpen(bare, stored, column));
        return Result.Of("cipher", $"open {size} bytes against a bare AesGcm call", ours, peer, "µs", Limit.RatioAtMost(1.3));
    }

    private static void BareSeal(AesGcm bare, byte[] plain, ProtectedColumn column)
    {
        var stored = new byte[NonceSource.Size + plain.Length + FieldCipher.TagSize];
        var nonce = stored.AsSpan(0, NonceSource.Size);
        NonceSource.Next(nonce);
        bare.Encrypt(nonce, plain, stored.AsSpan(NonceSource.Size, plain.Length), stored.AsSpan(NonceSource.Size + plain.Length), column.Bytes);
    }

    private static void BareOpen(AesGcm bare, byte[] stored, ProtectedColumn column)
    {
        var plain = new byte[stored.Length - FieldCipher.HeaderSize - FieldCipher.TagSize];
        bare.Decrypt(
            stored.AsSpan(FieldCipher.HeaderSize - NonceSource.Size, NonceSource.Size),
            stored.AsSpan(FieldCipher.HeaderSize..^FieldCipher.TagSize), stored.AsSpan(^FieldCipher.TagSize..), plain, column.Bytes);
    }
}
