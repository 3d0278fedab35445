using System.Security.Cryptography;

namespace Portal.Kernel.Crypto;

/// <summary>HMAC-SHA256 (RFC 2104), cut to 128 bits where it is stored beside a row.</summary>
internal static class Mac
{
    public const int ShortSize = 16;

    public static byte[] Short(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Full(key, data, full);
        return full[..ShortSize].ToArray();
    }

    /// <summary>The same under a data key that is used again and again; for row seals, of which a page checks thousands.</summary>
    public static void Short(DataKey key, ReadOnlySpan<byte> data, Span<byte> mac)
    {
        Span<byte> full = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var hash = MacCache.For(key);
        hash.AppendData(data);
        hash.GetHashAndReset(full);
        full[..ShortSize].CopyTo(mac);
    }

    public static void Full(ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> mac) => HMACSHA256.HashData(key, data, mac);

    public static bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => CryptographicOperations.FixedTimeEquals(left, right);
}
