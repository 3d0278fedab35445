using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Portal.Kernel.Audit.Feeds;

/// <summary>
/// Encrypts a text to a recipient's key as a JWE in compact form (RFC 7516): <c>ECDH-ES</c> with a new key each time (RFC 7518 section 4.6) and <c>A256GCM</c>. Any
/// JOSE library opens it with the recipient's private key, which the portal does not have.
/// </summary>
internal static class JsonBox
{
    private const string Encryption = "A256GCM";

    private const int KeySize = 32;

    /// <exception cref="CryptographicException">It is no key of one of the curves of RFC 7518 section 6.2.1.1.</exception>
    public static ECDiffieHellman KeyOf(string pem)
    {
        var key = ECDiffieHellman.Create();
        try
        {
            if (pem.Contains("CERTIFICATE", StringComparison.Ordinal))
            {
                using var certificate = X509Certificate2.CreateFromPem(pem);
                key.ImportSubjectPublicKeyInfo(certificate.PublicKey.ExportSubjectPublicKeyInfo(), out _);
            }
            else
            {
                key.ImportFromPem(pem);
            }

            return CurveOf(key.ExportParameters(includePrivateParameters: false)) is not null ? key : throw new CryptographicException("This curve has no name in JOSE.");
        }
        catch (Exception failure)
        {
            key.Dispose();
            throw failure as CryptographicException ?? new CryptographicException("This is no public key.", failure);
        }
    }

    public static string Seal(ECDiffieHellman recipient, string text)
    {
        using var once = ECDiffieHellman.Create(recipient.ExportParameters(includePrivateParameters: false).Curve);
        var header = Base64Url.EncodeToString(Header(once.ExportParameters(includePrivateParameters: false)));
        var (key, plain) = (Derive(once, recipient.PublicKey, Encryption, [], [], KeySize), Encoding.UTF8.GetBytes(text));
        var (nonce, cipher, tag) = (RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize), new byte[plain.Length], new byte[AesGcm.TagByteSizes.MaxSize]);
        using (var gcm = new AesGcm(key, tag.Length))
        {
            gcm.Encrypt(nonce, plain, cipher, tag, Encoding.ASCII.GetBytes(header));
        }

        CryptographicOperations.ZeroMemory(key);
        return $"{header}..{Base64Url.EncodeToString(nonce)}.{Base64Url.EncodeToString(cipher)}.{Base64Url.EncodeToString(tag)}";
    }

    /// <summary>The one round of the Concat KDF that a key of up to 32 bytes needs (RFC 7518 section 4.6.2, NIST SP 800-56A section 5.8.1).</summary>
    internal static byte[] Derive(ECDiffieHellman own, ECDiffieHellmanPublicKey other, string algorithm, byte[] from, byte[] to, int size)
    {
        byte[] info = [.. WithLength(Encoding.ASCII.GetBytes(algorithm)), .. WithLength(from), .. WithLength(to), .. Number(size * 8)];
        return own.DeriveKeyFromHash(other, HashAlgorithmName.SHA256, Number(1), info)[..size];
    }

    private static byte[] WithLength(byte[] value) => [.. Number(value.Length), .. value];

    private static byte[] Number(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Header(ECParameters once) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        alg = "ECDH-ES",
        enc = Encryption,
        cty = "application/x-ndjson",
        epk = new { kty = "EC", crv = CurveOf(once), x = Base64Url.EncodeToString(once.Q.X), y = Base64Url.EncodeToString(once.Q.Y) },
    });

    private static string? CurveOf(ECParameters key) => (key.Curve.IsNamed ? key.Curve.Oid.Value ?? Oid.FromFriendlyName(key.Curve.Oid.FriendlyName!, OidGroup.PublicKeyAlgorithm).Value : null) switch
    {
        "1.2.840.10045.3.1.7" => "P-256",
        "1.3.132.0.34" => "P-384",
        "1.3.132.0.35" => "P-521",
        _ => null,
    };
}
