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
