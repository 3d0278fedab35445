using System.Text.Json;
using Portal.Kernel;
using Portal.Kernel.Audit;

namespace Portal.Data.Auditing.Proof;

/// <summary>A checkpoint as one line of JSON, the form in which it is kept outside (docs/decisions/0051).</summary>
internal static class CheckpointLine
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public static string Of(SignedCheckpoint signed) => JsonSerializer.Serialize(
        new Line(1, signed.Checkpoint.Epoch, signed.Checkpoint.Size, signed.Checkpoint.Root, signed.Checkpoint.At.UtcDateTime, signed.KeyId, signed.Signature), Format);

    /// <summary>Reads a line; <c>null</c> for what is none.</summary>
    public static SignedCheckpoint? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<Line>(line, Format) is { V: 1, Root.Length: 32, Signature: not null, Key: not null } read
                ? new SignedCheckpoint(new Checkpoint(read.Epoch, read.Size, read.Root, Microseconds.Cut(new DateTimeOffset(DateTime.SpecifyKind(read.At, DateTimeKind.Utc)))), read.Key, read.Signature)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Line(int V, Guid Epoch, long Size, byte[] Root, DateTime At, string Key, byte[] Signature);
}
