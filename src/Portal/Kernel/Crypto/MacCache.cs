using System.Security.Cryptography;

namespace Portal.Kernel.Crypto;

/// <summary>One keyed HMAC per thread for the key used last: setting up the key costs as much as a short message.</summary>
internal static class MacCache
{
    [ThreadStatic]
    private static (DataKey Key, IncrementalHash Hash) kept;

    public static IncrementalHash For(DataKey key)
    {
        if (!ReferenceEquals(kept.Key, key))
        {
            kept.Hash?.Dispose();
            kept = (key, IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Bytes));
        }

        return kept.Hash;
    }
}
