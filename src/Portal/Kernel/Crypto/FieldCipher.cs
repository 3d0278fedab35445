using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Portal.Kernel.Crypto;

/// <summary>
/// AES-256-GCM over one field (NIST SP 800-38D). Stored form: version (1) ‖ key id (8, big-endian) ‖ nonce (12) ‖ ciphertext ‖ tag (16);
/// the column's name is the associated data, so that a value moved to another column does not open.
/// </summary>
internal static class FieldCipher
{
    public const int TagSize = 16;

    public const int HeaderSize = 1 + sizeof(long) + NonceSource.Size;

    private const byte Version = 1;

    public static byte[] Seal(DataKey key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> column)
    {
        var stored = new byte[HeaderSize + plain.Length + TagSize];
        stored[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(stored.AsSpan(1), key.Id);
        var nonce = stored.AsSpan(1 + sizeof(long), NonceSource.Size);
        NonceSource.Next(nonce);
        Encrypt(key, nonce, plain, stored.AsSpan(HeaderSize, plain.Length), stored.AsSpan(HeaderSize + plain.Length), column);
        return stored;
    }

    /// <summary>Opens a stored value; <c>false</c> where it is cut, of another key, moved or altered.</summary>
    public static bool TryOpen(DataKey key, ReadOnlySpan<byte> stored, ReadOnlySpan<byte> column, [NotNullWhen(true)] out byte[]? plain)
    {
        var buffer = new byte[PlainSize(stored)];
        plain = TryOpen(key, stored, column, buffer) ? buffer : null;
        return plain is not null;
    }

    /// <summary>The same into a buffer of the plain value's size.</summary>
    public static bool TryOpen(DataKey key, ReadOnlySpan<byte> stored, ReadOnlySpan<byte> column, Span<byte> plain) =>
        TryReadKeyId(stored, out var id) && id == key.Id
        && Decrypt(key, stored.Slice(1 + sizeof(long), NonceSource.Size), stored[HeaderSize..^TagSize], stored[^TagSize..], plain, column);

    /// <summary>The size of the plain value; zero for what is no stored value.</summary>
    public static int PlainSize(ReadOnlySpan<byte> stored) => Math.Max(0, stored.Length - HeaderSize - TagSize);

    /// <summary>The id of the key that a stored value was sealed with.</summary>
    public static bool TryReadKeyId(ReadOnlySpan<byte> stored, out long id)
    {
        id = 0;
        if (stored.Length < HeaderSize + TagSize || stored[0] != Version)
        {
            return false;
        }

        id = BinaryPrimitives.ReadInt64BigEndian(stored[1..]);
        return true;
    }

    internal static void Encrypt(
        DataKey key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, Span<byte> cipher, Span<byte> tag, ReadOnlySpan<byte> associated) =>
        CipherCache.For(key).Encrypt(nonce, plain, cipher, tag, associated);

    internal static bool Decrypt(
        DataKey key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> tag, Span<byte> plain, ReadOnlySpan<byte> associated)
    {
        try
        {
            CipherCache.For(key).Decrypt(nonce, cipher, tag, plain, associated);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
