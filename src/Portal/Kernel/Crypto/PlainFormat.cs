using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Portal.Kernel.Crypto;

/// <summary>How a plain value becomes the bytes that are encrypted: text as UTF-8, bytes as they are, the rest as JSON.</summary>
internal static class PlainFormat
{
    // A date as JSON writes it, "2001-12-31" with its quotes.
    private const int DateSize = 12;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.General)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new TextListConverter() },
    };

    public static byte[] Write<T>(T value) => value switch
    {
        string text => Encoding.UTF8.GetBytes(text),
        byte[] bytes => bytes,
        _ => JsonSerializer.SerializeToUtf8Bytes(value, Shape<T>.Info),
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

        return TryReadTime<T>(plain, out var time) ? time : JsonSerializer.Deserialize(plain, Shape<T>.Info) ?? throw new JsonException("A protected value was JSON null.");
    }

    // Every list shows a date a row: read without the serializer's state, which costs more than the date.
    private static bool TryReadTime<T>(ReadOnlySpan<byte> plain, out T value)
    {
        value = default!;
        if (typeof(T) != typeof(DateOnly) && typeof(T) != typeof(DateTimeOffset))
        {
            return false;
        }

        var reader = new Utf8JsonReader(plain);
        if (!reader.Read() || reader.TokenType != JsonTokenType.String || reader.BytesConsumed != plain.Length)
        {
            return false;
        }

        if (typeof(T) == typeof(DateOnly) && plain.Length == DateSize && reader.TryGetDateTime(out var date))
        {
            value = (T)(object)DateOnly.FromDateTime(date);
            return true;
        }

        if (typeof(T) == typeof(DateTimeOffset) && reader.TryGetDateTimeOffset(out var moment))
        {
            value = (T)(object)moment;
            return true;
        }

        return false;
    }

    // Looked up once a type, not once a value.
    private static class Shape<T>
    {
        public static readonly JsonTypeInfo<T> Info = (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T));
    }
}
