using System.Security.Cryptography;

namespace Portal.Kernel.Crypto;

/// <summary>Ciphers that no thread uses, each kept by its key. As many as a clinician's longest list has patients; the one put down first makes room.</summary>
internal static class RestingCiphers
{
    /// <summary>How many are kept: 1.5 kB each, nearly all of it OpenSSL's.</summary>
    public const int Most = 4_096;

    private static readonly Lock Changing = new();
    private static readonly DataKey?[] Places = new DataKey?[Most];
    private static int next;

    /// <summary>The key's cipher, which is the caller's alone until it is put back.</summary>
    public static AesGcm Take(DataKey key) => key.TakeCipher() ?? new AesGcm(key.Bytes, FieldCipher.TagSize);

    public static void Put(DataKey key, AesGcm cipher)
    {
        key.PutCipher(cipher)?.Dispose();
        if (!key.HasPlace)
        {
            GivePlace(key);
        }
    }

    /// <summary>Lets go of all: their keys are no longer kept either.</summary>
    public static void Clear()
    {
        lock (Changing)
        {
            for (var place = 0; place < Most; place++)
            {
                Leave(place);
            }
        }
    }

    private static void GivePlace(DataKey key)
    {
        lock (Changing)
        {
            if (key.HasPlace)
            {
                return;
            }

            Leave(next);
            Places[next] = key;
            key.HasPlace = true;
            next = (next + 1) % Most;
        }
    }

    // One that is in use is not here; it comes back with its key and finds a place anew.
    private static void Leave(int place)
    {
        if (Places[place] is { } key)
        {
            Places[place] = null;
            key.HasPlace = false;
            key.TakeCipher()?.Dispose();
        }
    }
}
