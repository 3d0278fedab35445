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

    public static T Read<T>(byte[] plain)
    {
        if (typeof(T) == typeof(string))
        {
            return (T)(object)Encoding.UTF8.GetString(plain);
        }

        return typeof(T) == typeof(byte[])
            ? (T)(object)plain
            : JsonSerializer.Deserialize<T>(plain, Json) ?? throw new JsonException("A protected value was JSON null.");
    }
}
