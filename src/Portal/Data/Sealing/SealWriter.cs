using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Portal.Kernel;

namespace Portal.Data.Sealing;

/// <summary>Writes column values in one unambiguous form: a kind byte, a length, the bytes.</summary>
internal sealed class SealWriter
{
    private readonly ArrayBufferWriter<byte> buffer = new(512);

    public ReadOnlySpan<byte> Written => buffer.WrittenSpan;

    public void Clear() => buffer.ResetWrittenCount();

    public void Write(object? value)
    {
        switch (value)
        {
            case null: Bytes(0, []); break;
            case byte[] bytes: Bytes(1, bytes); break;
            case Guid guid: Bytes(2, guid.ToByteArray(bigEndian: true)); break;
            case string text: Bytes(3, Encoding.UTF8.GetBytes(text)); break;
            case DateTimeOffset time: Number(4, Microseconds.SinceEpoch(time)); break;
            case bool flag: Number(5, flag ? 1 : 0); break;
            case short or int or long: Number(6, Convert.ToInt64(value, null)); break;
            default: throw new NotSupportedException($"A sealed row cannot hold a {value.GetType().Name}.");
        }
    }

    private void Number(byte kind, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        Bytes(kind, bytes);
    }

    private void Bytes(byte kind, ReadOnlySpan<byte> bytes)
    {
        var span = buffer.GetSpan(5 + bytes.Length);
        span[0] = kind;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], bytes.Length);
        bytes.CopyTo(span[5..]);
        buffer.Advance(5 + bytes.Length);
    }
}
