using System.Security.Cryptography;

namespace Portal.Kernel.Crypto;

/// <summary>A 256-bit data key with its id. Its bytes never leave the crypto core unwrapped.</summary>
internal sealed class DataKey
{
    public const int Size = 32;

    private readonly byte[] bytes;
    private AesGcm? cipher;

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

    /// <summary>Whether <see cref="RestingCiphers"/> counts this key.</summary>
    public bool HasPlace { get; set; }

    /// <summary>A fresh random key under a fresh random positive id.</summary>
    public static DataKey New()
    {
        Span<byte> id = stackalloc byte[sizeof(long)];
        RandomNumberGenerator.Fill(id);
        return new DataKey(BitConverter.ToInt64(id) & long.MaxValue, RandomNumberGenerator.GetBytes(Size));
    }

    /// <summary>Takes the cipher that rests here, if there is one: it is the caller's alone then.</summary>
    public AesGcm? TakeCipher() => cipher is null ? null : Interlocked.Exchange(ref cipher, null);

    /// <summary>Lets a cipher of this key rest here; gives back the one that did.</summary>
    public AesGcm? PutCipher(AesGcm resting) => Interlocked.Exchange(ref cipher, resting);

    public override string ToString() => "DataKey";
}
