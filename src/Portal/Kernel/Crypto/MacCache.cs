using System.Security.Cryptography;

namespace Portal.Kernel.Crypto;

/// <summary>Keyed HMACs per thread for the keys used last: setting up a key costs more than a short message. A row has a seal and several blind indexes, each under a key of its own.</summary>
internal static class MacCache
{
    private const int Slots = 16;

    [ThreadStatic]
    private static (DataKey? Key, IncrementalHash Hash)[]? cache;

    [ThreadStatic]
    private static int next;

    public static IncrementalHash For(DataKey key)
    {
        foreach (ref readonly var slot in (cache ??= new (DataKey?, IncrementalHash)[Slots]).AsSpan())
        {
            if (ReferenceEquals(slot.Key, key))
            {
                return slot.Hash;
            }
        }

        return Keep(cache, key);
    }

    private static IncrementalHash Keep((DataKey? Key, IncrementalHash Hash)[] kept, DataKey key)
    {
        ref var slot = ref kept[next++ % Slots];
        slot.Hash?.Dispose();
        slot = (key, IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Bytes));
        return slot.Hash;
    }
}
