using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Portal.Features.Patients.Import.Reading;

/// <summary>Turns a file's bytes into a JSON document, or says what is wrong with them without quoting them.</summary>
internal static class JsonText
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = ImportLimits.Depth, AllowDuplicateProperties = false };

    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        JsonFaults.RequireLimits(utf8.Span);
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(utf8, Options);
            RequireUnicode(utf8.Span, document.RootElement);
            return document;
        }
        catch (JsonException)
        {
            throw new ImportFaultException(JsonFaults.Of(utf8.Span));
        }
        catch (InvalidOperationException)
        {
            document?.Dispose();
            throw new ImportFaultException("", "holds an escaped character that is no valid Unicode");
        }
    }

    // Half a surrogate pair can be written as an escape; it would only fail later, when the text is read.
    private static void RequireUnicode(ReadOnlySpan<byte> utf8, JsonElement root)
    {
        if (utf8.IndexOf("\\ud"u8) >= 0 || utf8.IndexOf("\\uD"u8) >= 0)
        {
            ReadAll(root);
        }
    }

    private static void ReadAll(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadAll(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    ReadAll(item);
                }

                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }

    /// <summary>UTF-8 without its mark. UTF-16 with a mark is converted; anything else is refused, because a guess would spoil names.</summary>
    public static ReadOnlyMemory<byte> ToUtf8(byte[] bytes)
    {
        ReadOnlyMemory<byte> utf8 = bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => bytes.AsMemory(3),
            [0xFF, 0xFE, ..] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, bytes, 2, bytes.Length - 2),
            [0xFE, 0xFF, ..] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, bytes, 2, bytes.Length - 2),
            [(byte)'P', (byte)'K', 3, 4, ..] => throw new ImportFaultException("", "is a zip archive; give it a name that ends in .zip"),
            [0x1F, 0x8B, ..] => throw new ImportFaultException("", "is compressed; unpack it and import it again"),
            _ => bytes,
        };
        return Utf8.IsValid(utf8.Span) ? utf8 : throw new ImportFaultException(JsonFaults.At(utf8.Span, FirstInvalid(utf8.Span)), "is not UTF-8; save it as UTF-8 and import it again");
    }

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var consumed) == System.Buffers.OperationStatus.Done)
        {
            at += consumed;
        }

        return at;
    }
}
