using System.Buffers.Binary;
using System.Text;

namespace Portal.Features.Identity.Accounts;

/// <summary>How the columns of a row become the bytes that its seal is made over.</summary>
internal static class SealBytes
{
    // Coarser than any database's own time, so that what comes back has the seal of what went in.
    public static byte[] Of(DateTimeOffset? time) => Of(time?.ToUnixTimeMilliseconds() ?? 0);

    public static byte[] Of(Guid? id) => (id ?? Guid.Empty).ToByteArray(bigEndian: true);

    public static byte[] Of(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    public static byte[] Field(string? text) => Field(text is null ? null : Encoding.UTF8.GetBytes(text));

    // With its length, so that no two rows read the same; nothing has one that no text has.
    public static byte[] Field(byte[]? bytes) => [.. Of(bytes?.Length ?? -1L), .. bytes ?? []];
}
