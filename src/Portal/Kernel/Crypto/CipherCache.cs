using System.Security.Cryptography;

namespace Portal.Kernel.Crypto;

/// <summary>One <see cref="AesGcm"/> per thread and key: the class is not thread-safe, and making one costs more than a short encryption.</summary>
internal static class CipherCache
{
    private const int Slots = 64;

    [ThreadStatic]
    private static (DataKey Key, AesGcm Cipher)[]? cache;

    public static AesGcm For(DataKey key)
    {
        cache ??= new (DataKey, AesGcm)[Slots];
        ref var slot = ref cache[(int)((ulong)key.Id % Slots)];
        if (!ReferenceEquals(slot.Key, key))
        {
            slot.Cipher?.Dispose();
            slot = (key, new AesGcm(key.Bytes, FieldCipher.TagSize));
        }

        return slot.Cipher;
    }
}
