using System.Security.Cryptography;

namespace Portal.Kernel.Audit.Feeds;

/// <summary>Where entries of the audit log go beyond the portal (ASVS 16.4.3), for a SIEM.</summary>
/// <param name="Syslog">A syslog receiver: <c>tls://host:port</c> (RFC 5425), or <c>tcp://host:port</c> (RFC 6587) for one that needs no TLS; <c>null</c> for none.</param>
/// <param name="File">A file of NDJSON on the node that is at it; <c>null</c> for none.</param>
/// <param name="Recipient">Whose key the file's lines are encrypted to: an EC public key or certificate (PEM); <c>null</c> for lines in the clear.</param>
public sealed record FeedSettings(Uri? Syslog, string? File, string? Recipient)
{
    /// <summary>Nowhere.</summary>
    public static FeedSettings Off { get; } = new(null, null, null);

    /// <summary>The scheme of a receiver that is spoken to through TLS.</summary>
    public const string Tls = "tls";

    /// <summary>The scheme of one that is not.</summary>
    public const string Tcp = "tcp";

    /// <summary>Reads a recipient's key.</summary>
    /// <param name="pem">The text of a PEM file with a public key or a certificate.</param>
    /// <returns>The key, to be disposed.</returns>
    /// <exception cref="CryptographicException">It is no key of one of the curves P-256, P-384, P-521.</exception>
    public static ECDiffieHellman KeyOf(string pem) => JsonBox.KeyOf(pem);
}
