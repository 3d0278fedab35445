using System.IO.Compression;
using System.Text;

namespace Portal.Features.Patients.Import.Source;

/// <summary>
/// How a source resource is stored before encryption: Brotli (RFC 7932) over the entry's full URL, a line feed, and the resource's JSON.
/// The full URL is kept because references between resources may use it.
/// </summary>
/// <param name="FullUrl">The name that the bundle gave it, if any.</param>
/// <param name="Json">UTF-8 JSON.</param>
internal sealed record SourceBody(string? FullUrl, ReadOnlyMemory<byte> Json)
{
    // Level 4 and a 256 KB window: half the size of level 1 is not worth four times the time.
    private const int Quality = 4;

    private const int Window = 18;

    public byte[] Pack()
    {
        var plain = new byte[Encoding.UTF8.GetByteCount(FullUrl ?? "") + 1 + Json.Length];
        var start = Encoding.UTF8.GetBytes(FullUrl ?? "", plain);
        plain[start] = (byte)'\n';
        Json.Span.CopyTo(plain.AsSpan(start + 1));

        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(plain.Length)];
        return BrotliEncoder.TryCompress(plain, packed, out var length, Quality, Window)
            ? packed[..length]
            : throw new InvalidOperationException("A source resource could not be compressed.");
    }

    /// <exception cref="InvalidDataException">The bytes are no packed resource.</exception>
    public static SourceBody Unpack(byte[] packed)
    {
        using var brotli = new BrotliStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        brotli.CopyTo(plain);
        var bytes = plain.ToArray();
        var end = Array.IndexOf(bytes, (byte)'\n');
        return end < 0
            ? throw new InvalidDataException("A source resource has no full URL line.")
            : new SourceBody(end == 0 ? null : Encoding.UTF8.GetString(bytes, 0, end), bytes.AsMemory(end + 1));
    }
}
