using System.Security.Cryptography;
using Portal.Kernel.Access;

namespace Portal.Features.AuditTrail.Exports;

/// <summary>The public key that signs checkpoints and exports.</summary>
/// <param name="Id">Its short id, as checkpoints name it.</param>
/// <param name="Fingerprint">SHA-256 of the key (SubjectPublicKeyInfo), hex.</param>
/// <param name="Pem">The key (RFC 7468).</param>
public sealed record AuditKey(string Id, string Fingerprint, string Pem);

/// <summary>Shows the public key that signs checkpoints and exports. It is public, and opens nothing.</summary>
[OpenToAll("A public key is for everybody who checks what it signed.")]
public sealed class ShowAuditKey
{
    private readonly PortalInstance instance;

    internal ShowAuditKey(PortalInstance instance) => this.instance = instance;

    /// <summary>The key; <c>null</c> where the instance has none yet.</summary>
    public AuditKey? For(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return instance.CheckpointKey is { } key ? new AuditKey(key.Id, Convert.ToHexStringLower(SHA256.HashData(key.PublicKey)), key.PublicPem()) : null;
    }
}
