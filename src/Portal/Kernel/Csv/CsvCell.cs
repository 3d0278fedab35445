using System.Globalization;
using System.Text;

namespace Portal.Kernel.Csv;

/// <summary>Makes a text harmless in a cell of a spreadsheet: an apostrophe goes before whatever could begin a formula.</summary>
internal static class CsvCell
{
    private const char Mark = '\'';

    /// <summary>
    /// Begins a formula: = + - @, the minus sign, and the forms of other widths (U+FF1D …), which some spreadsheets take for them. Looked for at the
    /// start, behind blanks and invisible characters, and behind what another program could take for a border of cells (tab, line end, semicolon).
    /// </summary>
    public static string Neutral(string text)
    {
        StringBuilder? changed = null;
        var isAtStart = true;
        for (var at = 0; at < text.Length; at++)
        {
            var letter = text[at];
            if (isAtStart && BeginsFormula(letter))
            {
                changed ??= new StringBuilder(text, 0, at, text.Length + 4);
                changed.Append(Mark);
            }

            changed?.Append(letter);
            isAtStart = letter is ';' or '\t' or '\r' or '\n' || (isAtStart && IsUnseen(letter));
        }

        var neutral = changed?.ToString() ?? text;
        return neutral.Length > 0 && neutral[0] is '\t' or '\r' or '\n' ? Mark + neutral : neutral;
    }

    /// <summary>What a neutral text was made from: takes away the first apostrophe where it stands before what could begin a formula.</summary>
    public static string Original(string text) => text is [Mark, ..] && Neutral(text[1..]) == text ? text[1..] : text;

    private static bool BeginsFormula(char letter) =>
        letter is '=' or '+' or '-' or '@' or '\u2212' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' or '\uFE66' or '\uFE62' or '\uFE63' or '\uFE6B';

    private static bool IsUnseen(char letter) =>
        char.IsWhiteSpace(letter) || char.IsControl(letter) || letter == '"' || char.GetUnicodeCategory(letter) == UnicodeCategory.Format;
}
