using System.Text.Json;

namespace Portal.Features.Patients.Import.Reading;

/// <summary>Finds where a text stops being JSON. The parser's own messages are not used: they can quote the text.</summary>
internal static class JsonFaults
{
    private const int Deeper = 1000;

    public static ImportFault Of(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Deeper });
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= ImportLimits.Depth)
                {
                    return new ImportFault(At(utf8, reader.TokenStartIndex), $"is nested deeper than {ImportLimits.Depth} levels");
                }
            }
        }
        catch (JsonException stop)
        {
            return new ImportFault(Position(stop), IsCut(utf8, stop) ? "ends in the middle" : "is not valid JSON");
        }

        return new ImportFault("", "names a property twice in one object");
    }

    /// <summary>Refuses, before a document is made of it, what would take more memory than its size says, and texts longer than FHIR allows.</summary>
    /// <exception cref="ImportFaultException">It is over a limit. What is wrong otherwise is left to the parser.</exception>
    public static void RequireLimits(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= ImportLimits.TextLength)
        {
            return;
        }

        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = ImportLimits.Depth });
        try
        {
            for (var (values, isData) = (0, false); reader.Read(); values++)
            {
                if (values > ImportLimits.Values)
                {
                    throw new ImportFaultException(At(utf8, reader.TokenStartIndex), $"holds more than {ImportLimits.Values / 1_000_000} million values; split it, or send it as ndjson");
                }

                if (reader.ValueSpan.Length > ImportLimits.TextLength && !(isData && reader.TokenType == JsonTokenType.String))
                {
                    throw new ImportFaultException(At(utf8, reader.TokenStartIndex), "holds a text of more than 1 MB, which FHIR does not allow");
                }

                isData = reader.TokenType == JsonTokenType.PropertyName && (reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("div"u8));
            }
        }
        catch (JsonException)
        {
            // The parser comes to the same place and says where it is.
        }
    }

    /// <summary>Line and byte, both counted from 1.</summary>
    public static string At(ReadOnlySpan<byte> utf8, long index)
    {
        var before = utf8[..(int)index];
        return Position(before.Count((byte)'\n'), index - (before.LastIndexOf((byte)'\n') + 1));
    }

    private static string Position(JsonException stop) => Position(stop.LineNumber ?? 0, stop.BytePositionInLine ?? 0);

    private static string Position(long line, long byteInLine) => $"line {line + 1}, byte {byteInLine + 1}";

    private static bool IsCut(ReadOnlySpan<byte> utf8, JsonException stop)
    {
        var text = utf8.TrimEnd(" \t\r\n"u8);
        var lines = text.Count((byte)'\n');
        var last = text.Length - (text.LastIndexOf((byte)'\n') + 1);
        return stop.LineNumber > lines || (stop.LineNumber == lines && stop.BytePositionInLine >= last);
    }
}
