using System.Security.Cryptography;
using System.Text;

namespace Portal.Kernel.Crypto;

/// <summary>HKDF-SHA256 (RFC 5869): one key for each use, none used for two.</summary>
internal static class KeyDerivation
{
    public static byte[] Derive(ReadOnlySpan<byte> key, string use, int length = DataKey.Size) =>
        Derive(key, [], Encoding.UTF8.GetBytes(use), length);

    internal static byte[] Derive(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> info, int length)
    {
        var derived = new byte[length];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, derived, salt, info);
        return derived;
    }
}
