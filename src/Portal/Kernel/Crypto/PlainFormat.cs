using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Kernel.Crypto;

/// <summary>How a plain value becomes the bytes that are encrypted: text as UTF-8, bytes as they are, the rest as JSON.</summary>
internal static class PlainFormat
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static byte[] Write<T>(T value) => value switch
    {
        string text => Encoding.UTF8.GetBytes(text),
        byte[] bytes => bytes,
        _ => JsonSerializer.SerializeToUtf8Bytes(value, Json),
    };

    /// <exception cref="JsonException">The bytes are no value of the type.</exception>
    public static T Read<T>(ReadOnlySpan<byte> plain)
    {
        if (typeof(T) == typeof(string))
        {
            return (T)(object)Encoding.UTF8.GetString(plain);
        }

        if (typeof(T) == typeof(byte[]))
        {
            return (T)(object)plain.ToArray();
        }

        return typeof(T) == typeof(DateOnly) && TryReadDate(plain, out var date)
            ? (T)(object)date
            : JsonSerializer.Deserialize<T>(plain, Json) ?? throw new JsonException("A protected value was JSON null.");
    }

    // A date as JSON writes it, "2001-12-31" with its quotes; every list shows one a row.
    private static bool TryReadDate(ReadOnlySpan<byte> plain, out DateOnly date)
    {
        Span<char> text = stackalloc char[10];
        date = default;
        return plain.Length == 12 && Encoding.ASCII.GetChars(plain[1..^1], text) == 10
            && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out date);
    }
}
