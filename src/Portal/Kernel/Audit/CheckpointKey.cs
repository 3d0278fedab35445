using System.Security.Cryptography;

namespace Portal.Kernel.Audit;

/// <summary>The key that signs checkpoints (ECDSA P-256 with SHA-256). Its private part is in a file beside the key file, never in the database.</summary>
internal sealed class CheckpointKey : IDisposable
{
    private readonly ECDsa key;
    private readonly Lock turn = new(); // one native key, which is not made for several threads

    public CheckpointKey(ECDsa key)
    {
        this.key = key;
        PublicKey = key.ExportSubjectPublicKeyInfo();
        Id = IdOf(PublicKey);
    }

    /// <summary>The public part (SubjectPublicKeyInfo, DER).</summary>
    public byte[] PublicKey { get; }

    /// <summary>The first 8 bytes of SHA-256 of the public part, in hex.</summary>
    public string Id { get; }

    public static CheckpointKey New() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    public static string IdOf(byte[] publicKey) => Convert.ToHexStringLower(SHA256.HashData(publicKey).AsSpan(0, 8));

    public SignedCheckpoint Sign(Checkpoint checkpoint)
    {
        lock (turn)
        {
            return new SignedCheckpoint(checkpoint, Id, key.SignData(checkpoint.Data(), HashAlgorithmName.SHA256));
        }
    }

    /// <summary>Signs other bytes; they begin with what they are, as those of a checkpoint do.</summary>
    public byte[] Sign(byte[] data)
    {
        lock (turn)
        {
            return key.SignData(data, HashAlgorithmName.SHA256);
        }
    }

    /// <summary>Whether this key signed it.</summary>
    public bool Signed(SignedCheckpoint signed)
    {
        lock (turn)
        {
            return signed.KeyId == Id && signed.Checkpoint.Root.Length == SHA256.HashSizeInBytes
                && key.VerifyData(signed.Checkpoint.Data(), signed.Signature, HashAlgorithmName.SHA256);
        }
    }

    public string PublicPem() => key.ExportSubjectPublicKeyInfoPem();

    public string ToPem(string password) =>
        key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 10_000));

    public void Dispose() => key.Dispose();
}
