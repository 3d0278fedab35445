using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Kernel.Crypto;

/// <summary>Lists of texts in the serializer's own form, <c>["a","b"]</c>, read in one loop: names, phones and address lines of every patient are such lists.</summary>
internal sealed class TextListConverter : JsonConverter<IReadOnlyList<string>>
{
    /// <exception cref="JsonException">It is no list of texts.</exception>
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("A protected value is no list of texts.");
        }

        var texts = new List<string>(1);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            texts.Add(reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? reader.GetString()! : throw new JsonException("A protected value is no list of texts."));
        }

        return texts;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        for (var at = 0; at < value.Count; at++)
        {
            writer.WriteStringValue(value[at]);
        }

        writer.WriteEndArray();
    }
}
