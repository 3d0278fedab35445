using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Portal.Kernel.Crypto;

/// <summary>How a plain value becomes the bytes that are encrypted: text as UTF-8, bytes as they are, the rest as JSON.</summary>
internal static class PlainFormat
{
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
    public static T Read<T>(ReadOnlySpan<byte> plain) => Shape<T>.Read(plain);

    // Looked up once a type, not once a value.
    private static class Shape<T>
    {
        public static readonly JsonTypeInfo<T> Info = (JsonTypeInfo<T>)Json.GetTypeInfo(typeof(T));

        public static readonly PlainReader<T> Read = PlainReaders.Of(Info);
    }
}
