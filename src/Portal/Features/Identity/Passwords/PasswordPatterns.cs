using System.Globalization;

namespace Portal.Features.Identity.Passwords;

/// <summary>Passwords that no list needs to hold, because a rule makes them: repeats, runs, walks over the keyboard, dates.</summary>
internal static class PasswordPatterns
{
    // A unit this short tells nothing more when it is said again.
    private const int ShortUnit = 4;

    // Rows and columns of the keyboards QWERTY, QWERTZ and AZERTY.
    private static readonly string[] Walks =
    [
        "1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "azertyuiop", "qsdfghjklm", "wxcvbn",
        "1qaz", "2wsx", "3edc", "4rfv", "5tgb", "6yhn", "7ujm",
    ];

    private static readonly string[] Dates = ["ddMMyyyy", "MMddyyyy", "yyyyMMdd", "yyyyddMM"];

    /// <summary>Whether the password as a whole is made by such a rule.</summary>
    public static bool Fit(string password)
    {
        var folded = PasswordText.Folded(password);
        return IsRepeat(folded) || IsDate(folded) || Runs(folded, IsNext) * 2 <= folded.Length || Runs(folded, IsNextKey) * 3 <= folded.Length;
    }

    private static bool IsRepeat(string text)
    {
        var unit = Enumerable.Range(1, text.Length / 2).FirstOrDefault(length => text.AsSpan(length).SequenceEqual(text.AsSpan(0, text.Length - length)));
        return unit is > 0 and <= ShortUnit || (unit > 0 && CommonPasswords.Hold(text[..unit]));
    }

    // Separators are left out, so that 24.12.1985 is one too.
    private static bool IsDate(string text)
    {
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return text.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or '/' or ' ')
            && DateOnly.TryParseExact(digits, Dates, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1900 and < 2100;
    }

    /// <summary>How many runs the text falls into, each of which goes on in one direction.</summary>
    private static int Runs(string text, Func<char, char, int?> step)
    {
        var (runs, direction) = (1, (int?)null);
        for (var i = 1; i < text.Length; i++)
        {
            var next = step(text[i - 1], text[i]);
            var goesOn = next is not null && (direction is null || direction == next);
            (runs, direction) = goesOn ? (runs, next) : (runs + 1, null);
        }

        return runs;
    }

    // The same character again, or its neighbour in the alphabet or among the digits.
    private static int? IsNext(char from, char to) => to - from is var step and >= -1 and <= 1 ? step : null;

    private static int? IsNextKey(char from, char to) =>
        IsNext(from, to) ?? Walks.Select(walk => (From: walk.IndexOf(from, StringComparison.Ordinal), To: walk.IndexOf(to, StringComparison.Ordinal)))
            .Where(at => at.From >= 0 && at.To >= 0 && Math.Abs(at.To - at.From) == 1).Select(at => (int?)(at.To - at.From)).FirstOrDefault();
}
