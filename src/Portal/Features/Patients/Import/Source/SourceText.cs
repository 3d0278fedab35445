using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Portal.Features.Patients.Import.Source;

/// <summary>
/// Writes a resource in one form (no white space, raw number text, key order kept) and takes the patient's name out of references to the patient on the way in.
/// A token stands in its place, which holds the patient's opaque token and a number, so that the way out needs no guess.
/// </summary>
internal static class SourceText
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 128 };

    /// <summary>The resource as it is; equal content gives equal bytes.</summary>
    public static byte[] Canonical(JsonElement resource) => Write(resource.WriteTo);

    /// <summary>The resource with each <c>display</c> of a reference that <paramref name="isSubject"/> exchanged for what <paramref name="toToken"/> gives.</summary>
    public static byte[] WithTokens(JsonElement resource, Func<string, bool> isSubject, Func<string, string> toToken) =>
        Write(writer => Copy(writer, resource, (element, display) => IsReferenceTo(element, isSubject) ? toToken(display) : display));

    /// <summary>The way back: each token exchanged for the display it stands for.</summary>
    /// <param name="utf8">What <see cref="WithTokens"/> wrote.</param>
    /// <param name="fromToken">The display of a token; <c>null</c> for text that is none.</param>
    public static byte[] WithDisplays(ReadOnlyMemory<byte> utf8, Func<string, string?> fromToken)
    {
        using var document = JsonDocument.Parse(utf8, Deep);
        return Write(writer => Copy(writer, document.RootElement, (_, display) => fromToken(display) ?? display));
    }

    /// <summary>Whether the resource names its patient somewhere, so that <see cref="WithTokens"/> has something to do.</summary>
    public static bool NamesSubject(JsonElement element, Func<string, bool> isSubject) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Any(item => NamesSubject(item, isSubject)),
        JsonValueKind.Object => (element.TryGetProperty("display", out _) && IsReferenceTo(element, isSubject))
            || element.EnumerateObject().Any(member => NamesSubject(member.Value, isSubject)),
        _ => false,
    };

    private static bool IsReferenceTo(JsonElement element, Func<string, bool> isSubject) =>
        element.TryGetProperty("reference", out var reference) && reference.ValueKind == JsonValueKind.String && isSubject(reference.GetString()!);

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            content(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Copy(Utf8JsonWriter writer, JsonElement element, Func<JsonElement, string, string> onDisplay)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var member in element.EnumerateObject())
                {
                    CopyMember(writer, element, member, onDisplay);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Copy(writer, item, onDisplay);
                }

                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void CopyMember(Utf8JsonWriter writer, JsonElement owner, JsonProperty member, Func<JsonElement, string, string> onDisplay)
    {
        writer.WritePropertyName(member.Name);
        if (member.Value.ValueKind == JsonValueKind.String && member.NameEquals("display"u8))
        {
            writer.WriteStringValue(onDisplay(owner, member.Value.GetString()!));
        }
        else
        {
            Copy(writer, member.Value, onDisplay);
        }
    }
}
