using System.Buffers.Binary;

namespace Portal.Data.Auditing.Proof;

/// <summary>The time that an entry's id tells (RFC 9562 section 5.7: its first 48 bits are milliseconds since 1970).</summary>
internal static class EntryTime
{
    /// <summary>How far an entry whose time was changed is looked for.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    private static readonly long Most = new DateTimeOffset(9000, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static DateTimeOffset Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds(Math.Min((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16), Most));
    }
}
