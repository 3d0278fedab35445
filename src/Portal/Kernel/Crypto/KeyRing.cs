using System.Collections.Frozen;

namespace Portal.Kernel.Crypto;

/// <summary>The instance's keys, unwrapped: the key-encryption key and one data key for each use that belongs to no single patient.</summary>
internal sealed class KeyRing
{
    private readonly KeyEncryptionKey root;
    private readonly FrozenDictionary<KeyUse, DataKey> keys;

    public KeyRing(KeyEncryptionKey root, IReadOnlyDictionary<KeyUse, DataKey> keys)
    {
        this.root = root;
        this.keys = keys.ToFrozenDictionary();
        Index = new BlindIndex(Of(KeyUse.BlindIndexes));
    }

    public BlindIndex Index { get; }

    public DataKey Of(KeyUse use) => keys[use];

    public byte[] WrapFor(PatientId patient, DataKey key) => root.Wrap(key, Owner(patient));

    public DataKey? UnwrapFor(PatientId patient, ReadOnlySpan<byte> wrapped) => root.Unwrap(wrapped, Owner(patient));

    public byte[] DemoSecretOf(string account, int length) => root.DemoSecretOf(account, length);

    private static string Owner(PatientId patient) => $"patient:{patient.Value:N}";
}
