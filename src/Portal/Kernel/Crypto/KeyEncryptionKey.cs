using System.Buffers.Binary;
using System.Text;

namespace Portal.Kernel.Crypto;

/// <summary>The key outside the database: it wraps data keys and derives the database roles' passwords, and encrypts nothing else.</summary>
public sealed class KeyEncryptionKey
{
    private readonly DataKey wrapping;
    private readonly byte[] passwords;
    private readonly byte[] demo;
    private readonly byte[] signing;

    internal KeyEncryptionKey(string id, ReadOnlySpan<byte> key)
    {
        Id = id;
        wrapping = new DataKey(0, KeyDerivation.Derive(key, "portal:wrap"));
        passwords = KeyDerivation.Derive(key, "portal:database-passwords");
        demo = KeyDerivation.Derive(key, "portal:demo-accounts");
        signing = KeyDerivation.Derive(key, "portal:checkpoint-key");
    }

    /// <summary>The key's public id; it says which key an instance belongs to and opens nothing.</summary>
    public string Id { get; }

    /// <summary>The password of a database role of the embedded cluster. Derived, so that none is stored.</summary>
    public string PasswordOf(string role) =>
        Convert.ToHexString(KeyDerivation.Derive(passwords, $"role:{role}"));

    /// <inheritdoc/>
    public override string ToString() => "KeyEncryptionKey";

    /// <summary>Bytes to make a demo account's password and factor of: the same for an instance, different for each, stored nowhere.</summary>
    internal byte[] DemoSecretOf(string account, int length) => KeyDerivation.Derive(demo, $"account:{account}", length);

    /// <summary>What the file of the key that signs checkpoints is encrypted with (PKCS#8).</summary>
    internal string CheckpointPassword() => Convert.ToHexString(signing);

    // The owner is the associated data: a wrapped key copied to another owner does not open.
    internal byte[] Wrap(DataKey key, string owner)
    {
        Span<byte> plain = stackalloc byte[sizeof(long) + DataKey.Size];
        BinaryPrimitives.WriteInt64BigEndian(plain, key.Id);
        key.Bytes.CopyTo(plain[sizeof(long)..]);
        return FieldCipher.Seal(wrapping, plain, Encoding.UTF8.GetBytes(owner));
    }

    internal DataKey? Unwrap(ReadOnlySpan<byte> wrapped, string owner) =>
        FieldCipher.TryOpen(wrapping, wrapped, Encoding.UTF8.GetBytes(owner), out var plain) && plain.Length == sizeof(long) + DataKey.Size
            ? new DataKey(BinaryPrimitives.ReadInt64BigEndian(plain), plain.AsSpan(sizeof(long)))
            : null;
}
