using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Exporting;

/// <summary>What stands in a package of entries, and who asked for it (docs/decisions/0067). Signed with the key that signs checkpoints.</summary>
internal sealed record ExportManifest
{
    public int V { get; init; } = 1;

    public required Guid Id { get; init; }

    public required string Format { get; init; }

    /// <summary>What the proofs prove: <c>content</c>, or <c>existence</c> of the entries' ids.</summary>
    public required string Proves { get; init; }

    /// <summary>Which groups of fields are left out.</summary>
    public required IReadOnlyList<string> Withheld { get; init; }

    public required Guid? Account { get; init; }

    public required string Role { get; init; }

    public required string Reason { get; init; }

    public required DateTime RequestedAt { get; init; }

    public required DateTime FinishedAt { get; init; }

    /// <summary>The search: ids, codes and times.</summary>
    public required JsonElement Query { get; init; }

    public required DateTime From { get; init; }

    public required DateTime To { get; init; }

    public required long Entries { get; init; }

    public required long Proven { get; init; }

    public required long NotSealed { get; init; }

    public required long Broken { get; init; }

    public required IReadOnlyList<ManifestFile> Files { get; init; }

    /// <summary>The checkpoints that the proofs lead to, in the form in which they are kept outside (docs/decisions/0051).</summary>
    public required IReadOnlyList<JsonElement> Checkpoints { get; init; }
}

/// <summary>A file of a package.</summary>
internal sealed record ManifestFile(string Name, long Bytes, string Sha256);

/// <summary>Writes a manifest: one line of JSON, which is what is signed, and one with the signature.</summary>
internal static class SignedManifest
{
    public const string Name = "manifest.ndjson";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    // Says what is signed, so that no other signature of the key could pass for it.
    private static ReadOnlySpan<byte> Purpose => "portal audit export"u8;

    public static byte[] Write(ExportManifest manifest, CheckpointKey key)
    {
        var line = JsonSerializer.Serialize(manifest, Format);
        var signature = new { key = key.Id, publicKey = key.PublicKey, signature = key.Sign(Signed(Encoding.UTF8.GetBytes(line))) };
        return Encoding.UTF8.GetBytes($"{line}\n{JsonSerializer.Serialize(signature, Format)}\n");
    }

    /// <summary>The signed bytes: <c>portal audit export ‖ 01 ‖ SHA-256 of the first line</c>.</summary>
    public static byte[] Signed(byte[] line) => [.. Purpose, 1, .. SHA256.HashData(line)];
}
