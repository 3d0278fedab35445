using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Portal.Kernel.Audit;

/// <summary>
/// The canonical bytes of an entry, in the three groups of the leaf format (ADR 0007): what and when, who, where. Each field is a tag, a
/// length and its bytes; codes are written as text, ids as 16 bytes, times as microseconds since 1970, so that nothing depends on a table.
/// </summary>
internal static class EntryEncoding
{
    private const byte Version = 1;

    /// <summary>What the MAC covers: all groups and the patients.</summary>
    public static byte[] Whole(AuditEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(384);
        WriteEvent(buffer, entry);
        WriteWho(buffer, entry);
        WriteWhere(buffer, entry);
        foreach (var patient in entry.Patients.OrderBy(patient => patient.Value))
        {
            Field(buffer, 40, patient.Value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    internal static void WriteEvent(ArrayBufferWriter<byte> buffer, AuditEntry entry)
    {
        Field(buffer, 1, [Version]);
        Field(buffer, 2, entry.Id.Value);
        Field(buffer, 3, Microseconds.SinceEpoch(entry.At));
        Field(buffer, 4, Code(entry.Action));
        Field(buffer, 5, Code(entry.Resource));
        Field(buffer, 6, entry.ResourceId);
        Field(buffer, 7, Code(entry.Categories));
        Field(buffer, 8, Code(entry.Purpose));
        Field(buffer, 9, entry.Reason);
        Field(buffer, 10, entry.Grant);
        Field(buffer, 11, Code(entry.Outcome));
        Field(buffer, 12, (long)entry.Patients.Count);
    }

    internal static void WriteWho(ArrayBufferWriter<byte> buffer, AuditEntry entry)
    {
        Field(buffer, 20, Code(entry.Role));
        Field(buffer, 21, entry.Account?.Value);
        Field(buffer, 22, entry.Job);
        Field(buffer, 23, entry.Session?.Value);
    }

    internal static void WriteWhere(ArrayBufferWriter<byte> buffer, AuditEntry entry)
    {
        Field(buffer, 30, entry.Ip?.ToString());
        Field(buffer, 31, entry.UserAgent);
        Field(buffer, 32, entry.Node);
    }

    // A flag combination prints as "Identity, Clinical" in the order of the flags.
    private static string Code<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static void Field(ArrayBufferWriter<byte> buffer, byte tag, string? text)
    {
        if (text is not null)
        {
            Field(buffer, tag, Encoding.UTF8.GetBytes(text));
        }
    }

    private static void Field(ArrayBufferWriter<byte> buffer, byte tag, Guid? id)
    {
        if (id is { } value)
        {
            Field(buffer, tag, value.ToByteArray(bigEndian: true));
        }
    }

    private static void Field(ArrayBufferWriter<byte> buffer, byte tag, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        Field(buffer, tag, bytes);
    }

    private static void Field(ArrayBufferWriter<byte> buffer, byte tag, ReadOnlySpan<byte> bytes)
    {
        var span = buffer.GetSpan(5 + bytes.Length);
        span[0] = tag;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], bytes.Length);
        bytes.CopyTo(span[5..]);
        buffer.Advance(5 + bytes.Length);
    }
}
