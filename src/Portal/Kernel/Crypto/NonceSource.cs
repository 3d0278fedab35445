using System.Security.Cryptography;

namespace Portal.Kernel.Crypto;

/// <summary>Random 96-bit nonces, drawn in batches per thread: one call of the operating system for 128 of them.</summary>
internal static class NonceSource
{
    public const int Size = 12;

    private const int Batch = 128;

    [ThreadStatic]
    private static byte[]? pool;

    [ThreadStatic]
    private static int used;

    public static void Next(Span<byte> nonce)
    {
        if (pool is null || used == Batch)
        {
            pool ??= new byte[Batch * Size];
            RandomNumberGenerator.Fill(pool);
            used = 0;
        }

        pool.AsSpan(used * Size, Size).CopyTo(nonce);
        used++;
    }
}
