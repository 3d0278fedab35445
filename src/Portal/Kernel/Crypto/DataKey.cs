using System.Security.Cryptography;

namespace Portal.Kernel.Crypto;

/// <summary>A 256-bit data key with its id. Its bytes never leave the crypto core unwrapped.</summary>
internal sealed class DataKey
{
    public const int Size = 32;

    private readonly byte[] bytes;

    public DataKey(long id, ReadOnlySpan<byte> key)
    {
        if (key.Length != Size)
        {
            throw new ArgumentException("A data key has 32 bytes.", nameof(key));
        }

        Id = id;
        bytes = key.ToArray();
    }

    public long Id { get; }

    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>A fresh random key under a fresh random positive id.</summary>
    public static DataKey New()
    {
        Span<byte> id = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(id);
        return new DataKey(BitConverter.ToInt64(id) & long.MaxValue, RandomNumberGenerator.GetBytes(Size));
    }

    public override string ToString() => "DataKey";
}
