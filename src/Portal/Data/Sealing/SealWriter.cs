using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Portal.Kernel;

namespace Portal.Data.Sealing;

/// <summary>Writes column values in one unambiguous form: a kind byte, a length, the bytes.</summary>
internal sealed class SealWriter
{
    private const int HeadSize = 1 + sizeof(int);

    private byte[] buffer = new byte[1024];
    private int written;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, written);

    public void Clear() => written = 0;

    public void WriteNull() => Space(0, 0);

    public void Write(byte[]? value)
    {
        if (value is null)
        {
            WriteNull();
        }
        else
        {
            value.CopyTo(Space(1, value.Length));
        }
    }

    public void Write(Guid value) => value.TryWriteBytes(Space(2, 16), bigEndian: true, out _);

    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNull();
        }
        else
        {
            Encoding.UTF8.GetBytes(value, Space(3, Encoding.UTF8.GetByteCount(value)));
        }
    }

    public void Write(DateTimeOffset value) => Number(4, Microseconds.SinceEpoch(value));

    public void Write(bool value) => Number(5, value ? 1 : 0);

    public void Write(long value) => Number(6, value);

    private void Number(byte kind, long value) => BinaryPrimitives.WriteInt64BigEndian(Space(kind, sizeof(long)), value);

    private Span<byte> Space(byte kind, int length)
    {
        var start = written;
        written = checked(start + HeadSize + length);
        if (written > buffer.Length)
        {
            Array.Resize(ref buffer, (int)BitOperations.RoundUpToPowerOf2((uint)written));
        }

        var span = buffer.AsSpan(start, HeadSize + length);
        span[0] = kind;
        BinaryPrimitives.WriteInt32BigEndian(span[1..], length);
        return span[HeadSize..];
    }
}
