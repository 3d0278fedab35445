using System.Security.Cryptography;

namespace Portal.Kernel.Crypto;

/// <summary>
/// The <see cref="AesGcm"/> of a key, for one thread at a time: the class is not thread-safe, and making one costs several short decryptions. A thread holds the
/// cipher of the key it used last, as values come row by row; the others rest with their keys, for whichever thread reads that patient next.
/// </summary>
internal static class CipherCache
{
    [ThreadStatic]
    private static DataKey? last;

    [ThreadStatic]
    private static AesGcm? cipher;

    /// <summary>The key's cipher, for this thread and until it asks for another one.</summary>
    public static AesGcm For(DataKey key) => ReferenceEquals(last, key) ? cipher! : Change(key);

    private static AesGcm Change(DataKey key)
    {
        var (before, held) = (last, cipher);
        (last, cipher) = (null, null);
        if (before is not null)
        {
            RestingCiphers.Put(before, held!);
        }

        var taken = RestingCiphers.Take(key);
        (last, cipher) = (key, taken);
        return taken;
    }
}
