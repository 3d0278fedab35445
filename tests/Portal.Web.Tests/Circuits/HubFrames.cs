using System.Buffers.Binary;
using System.Text;

namespace Portal.Web.Tests.Circuits;

/// <summary>What goes over a circuit's socket: MessagePack arrays, each with its length before it, as the hub protocol of SignalR says.</summary>
internal static class HubFrames
{
    /// <summary>A call of the hub; with a number it is answered.</summary>
    public static byte[] Invocation(string method, string? number, params object?[] arguments) => Framed(Packed(new object?[] { 1, new Dictionary<string, object?>(), number, method, arguments, Array.Empty<object?>() }));

    /// <summary>Says that one is there, and nothing more.</summary>
    public static byte[] Ping { get; } = Framed(Packed(new object?[] { 6 }));

    /// <summary>Any bytes as a frame.</summary>
    public static byte[] Framed(byte[] message)
    {
        var length = new List<byte>();
        for (var rest = message.Length; ; rest >>= 7)
        {
            length.Add((byte)(rest > 127 ? (rest & 127) | 128 : rest));
            if (rest <= 127)
            {
                return [.. length, .. message];
            }
        }
    }

    /// <summary>Takes the whole frames out of what has come, and leaves a begun one.</summary>
    public static IEnumerable<object?[]> TakeFrom(List<byte> come)
    {
        while (LengthOf(come) is var (prefix, length) && come.Count >= prefix + length)
        {
            var at = 0;
            var message = (object?[])Unpacked([.. come.GetRange(prefix, length)], ref at)!;
            come.RemoveRange(0, prefix + length);
            yield return message;
        }
    }

    private static (int Prefix, int Length)? LengthOf(List<byte> come)
    {
        var length = 0;
        for (var i = 0; i < come.Count && i < 5; i++)
        {
            length |= (come[i] & 127) << (7 * i);
            if (come[i] < 128)
            {
                return (i + 1, length);
            }
        }

        return null;
    }

    private static byte[] Packed(object? value) => value switch
    {
        null => [0xc0],
        bool yes => [(byte)(yes ? 0xc3 : 0xc2)],
        int number => [0xd2, .. BigEndian(number)],
        long number => [0xd3, .. BigEndian((int)(number >> 32)), .. BigEndian((int)number)],
        string text => [0xdb, .. BigEndian(Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)],
        byte[] bytes => [0xc6, .. BigEndian(bytes.Length), .. bytes],
        Dictionary<string, object?> { Count: 0 } => [0x80],
        object?[] items => [0xdd, .. BigEndian(items.Length), .. items.SelectMany(Packed)],
        _ => throw new ArgumentException($"{value.GetType()} is not packed", nameof(value)),
    };

    private static object? Unpacked(byte[] from, ref int at)
    {
        var kind = from[at++];
        return kind switch
        {
            <= 0x7f => (long)kind,
            <= 0x8f => Map(from, ref at, kind & 15),
            <= 0x9f => Items(from, ref at, kind & 15),
            <= 0xbf => Text(from, ref at, kind & 31),
            0xc0 => null,
            0xc2 => false,
            0xc3 => true,
            0xc4 or 0xc5 or 0xc6 => Bytes(from, ref at, (int)Number(from, ref at, 1 << (kind - 0xc4))),
            0xca => Number(from, ref at, 4),
            0xcb => Number(from, ref at, 8),
            >= 0xcc and <= 0xcf => Number(from, ref at, 1 << (kind - 0xcc)),
            >= 0xd0 and <= 0xd3 => Number(from, ref at, 1 << (kind - 0xd0)),
            >= 0xd9 and <= 0xdb => Text(from, ref at, (int)Number(from, ref at, 1 << (kind - 0xd9))),
            0xdc or 0xdd => Items(from, ref at, (int)Number(from, ref at, kind == 0xdc ? 2 : 4)),
            0xde or 0xdf => Map(from, ref at, (int)Number(from, ref at, kind == 0xde ? 2 : 4)),
            >= 0xe0 => (long)(sbyte)kind,
            _ => throw new FormatException($"MessagePack {kind:x2} is not read here"),
        };
    }

    private static object?[] Items(byte[] from, ref int at, int count)
    {
        var items = new object?[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = Unpacked(from, ref at);
        }

        return items;
    }

    private static object?[] Map(byte[] from, ref int at, int count) => Items(from, ref at, 2 * count);

    private static string Text(byte[] from, ref int at, int length) => Encoding.UTF8.GetString(Bytes(from, ref at, length));

    private static byte[] Bytes(byte[] from, ref int at, int length)
    {
        at += length;
        return from[(at - length)..at];
    }

    private static long Number(byte[] from, ref int at, int width)
    {
        long number = 0;
        for (var i = 0; i < width; i++)
        {
            number = (number << 8) | from[at++];
        }

        return number;
    }

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }
}
