using System.Text;
using Portal.Kernel.Csv;

namespace Portal.Features.Staff.Import;

/// <summary>A line of a file: what its columns say.</summary>
/// <param name="Line">Its number in the file.</param>
/// <param name="Cells">The text of each column that the file has.</param>
/// <param name="Fault">The code of what makes it unreadable.</param>
internal sealed record StaffLine(int Line, IReadOnlyDictionary<StaffField, string> Cells, string? Fault)
{
    public override string ToString() => nameof(StaffLine);
}

/// <summary>A file as it was read.</summary>
/// <param name="Fault">The code of what is wrong with the file as a whole: then there are no lines.</param>
/// <param name="Lines">Its lines without the heads.</param>
internal sealed record StaffFile(string? Fault, IReadOnlyList<StaffLine> Lines)
{
    /// <summary>The largest file, bytes; some ten thousand people.</summary>
    public const int MostBytes = 2 * 1024 * 1024;

    private const int MostLines = 20_000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static StaffFile Read(byte[] content)
    {
        string text;
        try
        {
            text = Utf8.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            return new StaffFile("encoding", []);
        }

        var rows = text.Contains('\0') ? [] : CsvLines.Read(text);
        if (rows.Count < 2)
        {
            return new StaffFile("no-lines", []);
        }

        var heads = rows[0].Cells.Select(StaffColumns.FieldOf).ToList();
        return heads.Contains(null) ? new StaffFile("unknown-column", [])
            : heads.Distinct().Count() < heads.Count ? new StaffFile("column-twice", [])
            : StaffColumns.Needed.Any(field => !heads.Contains(field)) ? new StaffFile("missing-column", [])
            : rows.Count > MostLines ? new StaffFile("too-many", [])
            : new StaffFile(null, [.. rows.Skip(1).Select(row => LineOf(row, heads))]);
    }

    private static StaffLine LineOf(CsvLine row, List<StaffField?> heads) => row.IsBroken || row.Cells.Count != heads.Count
        ? new StaffLine(row.Line, new Dictionary<StaffField, string>(), row.IsBroken ? "quote" : "cells")
        : new StaffLine(row.Line, heads.Zip(row.Cells).ToDictionary(pair => pair.First!.Value, pair => pair.Second.Trim()), null);

    public override string ToString() => nameof(StaffFile);
}
