using System.Security.Cryptography;
using System.Text;

namespace Portal.Kernel.Audit.Checkpoints;

/// <summary>Where checkpoints go beyond the database.</summary>
/// <param name="File">A file on this node, better made append-only (<c>chattr +a</c>); <c>null</c> for none.</param>
/// <param name="Url">An https address that takes them by POST; <c>null</c> for none.</param>
/// <param name="Token">A bearer token for <paramref name="Url"/>.</param>
/// <param name="Bucket">A bucket with Object Lock; <c>null</c> for none.</param>
public sealed record CheckpointSettings(string? File, Uri? Url, string? Token, CheckpointBucket? Bucket = null)
{
    /// <summary>Nowhere: whoever owns the database could replace the log as a whole.</summary>
    public static CheckpointSettings Off { get; } = new(null, null, null);

    // The token must not show where a record is written out.
    /// <inheritdoc/>
    public override string ToString() => nameof(CheckpointSettings);

    internal static string IdOf(string kind, string setting) => $"{kind}:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(setting)).AsSpan(0, 8))}";
}
