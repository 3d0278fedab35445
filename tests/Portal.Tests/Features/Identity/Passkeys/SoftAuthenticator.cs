using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Tests.Features.Identity.Passkeys;

/// <summary>A device with one passkey (P-256), which can be told to lie: WebAuthn as its device's side does it.</summary>
internal sealed class SoftAuthenticator : IDisposable
{
    private const byte Present = 0x01, Verified = 0x04, CanBackUp = 0x08, BackedUp = 0x10, Attested = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] CredentialId { get; } = RandomNumberGenerator.GetBytes(24);

    public string Origin { get; set; } = PortalFixture.Site.Origin;

    public string Domain { get; set; } = PortalFixture.Site.Domain;

    public uint Counter { get; set; } = 1;

    public bool VerifiesPerson { get; set; } = true;

    public bool IsSynced { get; set; }

    /// <summary>Whose it says it is; as the server said when the passkey was made.</summary>
    public string? Handle { get; set; }

    /// <summary>Another challenge than the one asked with.</summary>
    public string? OtherChallenge { get; set; }

    public bool IsFramed { get; set; }

    /// <summary>What the browser sends after <c>navigator.credentials.create</c>.</summary>
    public string Make(string options)
    {
        var asked = JsonNode.Parse(options)!;
        Handle = Encoding.UTF8.GetString(Base64Url.DecodeFromChars((string)asked["user"]!["id"]!));
        var data = Data(Attested, [.. new byte[16], 0, (byte)CredentialId.Length, .. CredentialId, .. PublicKey()]);
        byte[] attestation =
        [
            0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x59, (byte)(data.Length >> 8), (byte)data.Length, .. data,
        ];
        return Answer(new { clientDataJSON = Text(Client("webauthn.create", asked)), attestationObject = Text(attestation), transports = new[] { "internal" } });
    }

    /// <summary>What the browser sends after <c>navigator.credentials.get</c>.</summary>
    public string Show(string options)
    {
        Counter = Counter == 0 ? 0 : Counter + 1;
        var (data, client) = (Data(0, []), Client("webauthn.get", JsonNode.Parse(options)!));
        var signature = key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Answer(new
        {
            clientDataJSON = Text(client), authenticatorData = Text(data), signature = Text(signature),
            userHandle = Handle is null ? null : Text(Encoding.UTF8.GetBytes(Handle)),
        });
    }

    public void Dispose() => key.Dispose();

    private string Answer(object response) => JsonSerializer.Serialize(
        new { id = Text(CredentialId), rawId = Text(CredentialId), type = "public-key", response, clientExtensionResults = new { }, authenticatorAttachment = "platform" });

    private byte[] Client(string type, JsonNode asked) => JsonSerializer.SerializeToUtf8Bytes(
        new { type, challenge = OtherChallenge ?? (string)asked["challenge"]!, origin = Origin, crossOrigin = IsFramed });

    private byte[] Data(byte more, byte[] attested)
    {
        var flags = (byte)(Present | more | (VerifiesPerson ? Verified : 0) | (IsSynced ? CanBackUp | BackedUp : 0));
        var counter = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(counter, Counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(Domain)), flags, .. counter, .. attested];
    }

    // COSE (RFC 9053): a key on P-256 for ECDSA with SHA-256.
    private byte[] PublicKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
