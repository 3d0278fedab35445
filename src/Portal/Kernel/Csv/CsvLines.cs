using System.Text;

namespace Portal.Kernel.Csv;

/// <summary>A row of a CSV file.</summary>
/// <param name="Line">The line of the file it begins at; the first one is 1.</param>
/// <param name="Cells">Its cells.</param>
/// <param name="IsBroken">A quote was not closed, or something stands behind one.</param>
internal sealed record CsvLine(int Line, IReadOnlyList<string> Cells, bool IsBroken);

/// <summary>
/// Reads CSV (RFC 4180) with commas, semicolons or tabs, whichever the first line has most of, and tells each row's line, which whoever made the file looks for. What
/// <see cref="CsvTable"/> wrote reads as what it was written from.
/// </summary>
internal static class CsvLines
{
    private static readonly char[] Borders = [',', ';', '\t'];

    /// <summary>The rows; empty lines are left out.</summary>
    public static IReadOnlyList<CsvLine> Read(string text)
    {
        var reader = new Reader(text.TrimStart('\uFEFF'));
        var lines = new List<CsvLine>();
        while (reader.Next() is { } line)
        {
            if (line.Cells.Any(cell => cell.Length > 0))
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    private sealed class Reader(string text)
    {
        private readonly char border = Borders.MaxBy(one => text.AsSpan(0, text.IndexOfAny(['\r', '\n']) is >= 0 and var end ? end : text.Length).Count(one));
        private int at;
        private int line = 1;

        public CsvLine? Next()
        {
            if (at >= text.Length)
            {
                return null;
            }

            var (cells, begun, isBroken) = (new List<string>(), line, false);
            do
            {
                var (cell, isWhole) = at < text.Length && text[at] == '"' ? Quoted() : (Plain(), true);
                cells.Add(CsvCell.Original(cell));
                isBroken |= !isWhole;
            }
            while (Take(border));
            TakeEnd();
            return new CsvLine(begun, cells, isBroken);
        }

        private string Plain()
        {
            var from = at;
            while (at < text.Length && text[at] != border && text[at] is not ('\r' or '\n'))
            {
                at++;
            }

            return text[from..at];
        }

        private (string Cell, bool IsWhole) Quoted()
        {
            var cell = new StringBuilder();
            at++;
            while (at < text.Length)
            {
                if (text[at] == '"' && at + 1 < text.Length && text[at + 1] == '"')
                {
                    at++;
                }
                else if (text[at] == '"')
                {
                    at++;
                    return (cell.ToString(), Plain().Length == 0);
                }

                line += text[at] == '\n' ? 1 : 0;
                cell.Append(text[at++]);
            }

            return (cell.ToString(), false);
        }

        private bool Take(char wanted)
        {
            var isThere = at < text.Length && text[at] == wanted;
            at += isThere ? 1 : 0;
            return isThere;
        }

        private void TakeEnd()
        {
            var isOver = Take('\r') | Take('\n');
            line += isOver ? 1 : 0;
        }
    }
}
