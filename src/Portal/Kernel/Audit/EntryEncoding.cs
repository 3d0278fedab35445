using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Portal.Kernel.Audit;

/// <summary>
/// The canonical bytes of an entry, in the three groups of the leaf format (ADR 0007): what and when, who, where. Each field is a tag, a
/// length and its bytes; codes are written as text, ids as 16 bytes, times as microseconds since 1970, so that nothing depends on a table.
/// </summary>
internal static class EntryEncoding
{
    private const byte Version = 1;
    private const int HeadSize = 1 + sizeof(int);
    private const int GuidSize = 16;

    /// <summary>What the MAC covers: all groups and the patients.</summary>
    public static byte[] Whole(AuditEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>(384);
        WriteWhole(buffer, entry);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same into a buffer that is used again.</summary>
    internal static void WriteWhole(ArrayBufferWriter<byte> buffer, AuditEntry entry)
    {
        WriteEvent(buffer, entry);
        WriteWho(buffer, entry);
        WriteWhere(buffer, entry);
        foreach (var patient in InOrder(entry.Patients))
        {
            Field(buffer, 40, patient.Value);
        }
    }

    private static IEnumerable<PatientId> InOrder(IReadOnlyList<PatientId> patients) =>
        patients.Count < 2 ? patients : patients.OrderBy(patient => patient.Value);

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

    private static ReadOnlySpan<byte> Code<T>(T value)
        where T : struct, Enum => Codes<T>.Of(value);

    private static void Field(ArrayBufferWriter<byte> buffer, byte tag, string? text)
    {
        if (text is not null)
        {
            var length = Encoding.UTF8.GetByteCount(text);
            Encoding.UTF8.GetBytes(text, Begin(buffer, tag, length));
            buffer.Advance(HeadSize + length);
        }
    }

    private static void Field(ArrayBufferWriter<byte> buffer, byte tag, Guid? id)
    {
        if (id is { } value)
        {
            value.TryWriteBytes(Begin(buffer, tag, GuidSize), bigEndian: true, out _);
            buffer.Advance(HeadSize + GuidSize);
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
        bytes.CopyTo(Begin(buffer, tag, bytes.Length));
        buffer.Advance(HeadSize + bytes.Length);
    }

    // Writes tag and length; the caller fills what is returned and advances.
    private static Span<byte> Begin(ArrayBufferWriter<byte> buffer, byte tag, int length)
    {
        var span = buffer.GetSpan(HeadSize + length);
        span[0] = tag;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], length);
        return span[HeadSize..];
    }

    /// <summary>The names of an enum's values in lower case. A flag combination prints as "identity, clinical" in the order of the flags.</summary>
    private static class Codes<T>
        where T : struct, Enum
    {
        // Names are made once: each entry writes six. Values outside (many flags, or a row that was tampered with) are spelled out when they come.
        private static readonly byte[][] Small = [.. Enumerable.Range(0, 256).Select(number => Spell((T)Enum.ToObject(typeof(T), number)))];

        public static ReadOnlySpan<byte> Of(T value)
        {
            var number = Unsafe.SizeOf<T>() == sizeof(int) ? Unsafe.BitCast<T, int>(value) : -1;
            return (uint)number < (uint)Small.Length ? Small[number] : Spell(value);
        }

        private static byte[] Spell(T value) => Encoding.UTF8.GetBytes(value.ToString().ToLowerInvariant());
    }
}
