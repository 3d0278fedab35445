using System.Globalization;
using System.Text;

namespace Portal.Kernel.Crypto;

/// <summary>Brings what people type into one form before it is hashed: Unicode, case, diacritics, punctuation.</summary>
internal static class Normalise
{
    private const int OnStack = 256;

    // Letters that decomposition leaves alone, as people type them without the key for them.
    private static readonly Dictionary<char, string> Folded = new()
    {
        ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe", ['ø'] = "o", ['đ'] = "d", ['ð'] = "d", ['þ'] = "th", ['ł'] = "l", ['ı'] = "i",
    };

    /// <summary>Letters and digits only, lower case, without diacritics: <c>Müller-Lüdenscheidt</c> gives <c>mullerludenscheidt</c>.</summary>
    public static string Letters(string text) => Ascii.IsValid(text) ? PlainLetters(text) : FoldedLetters(text);

    /// <summary>The words of a name, each folded by <see cref="Letters"/>; split at everything that is neither letter, digit nor apostrophe.</summary>
    public static IReadOnlyList<string> Words(string text) =>
        [.. text.Normalize(NormalizationForm.FormKC)
            .Split([' ', '\t', '-', ',', '.', ';', '/', '\u00a0'], StringSplitOptions.RemoveEmptyEntries)
            .Select(Letters)
            .Where(word => word.Length > 0)];

    /// <summary>Letters and digits, upper case: record numbers and national ids.</summary>
    public static string Identifier(string text) => Letters(text).ToUpperInvariant();

    /// <summary>An e-mail address: trimmed, composed, lower case.</summary>
    public static string Email(string text) => text.Trim().Normalize(NormalizationForm.FormKC).ToLowerInvariant();

    /// <summary>A phone number: its digits.</summary>
    public static string Phone(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    /// <summary>A calendar date, ISO 8601.</summary>
    public static string Date(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // Most of what is indexed has no letter that folding changes.
    private static string PlainLetters(string text)
    {
        Span<char> letters = text.Length <= OnStack ? stackalloc char[text.Length] : new char[text.Length];
        var count = 0;
        foreach (var letter in text)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                letters[count++] = char.ToLowerInvariant(letter);
            }
        }

        return new string(letters[..count]);
    }

    private static string FoldedLetters(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormKD).ToLowerInvariant().EnumerateRunes().Where(Rune.IsLetterOrDigit))
        {
            folded.Append(letter.IsBmp && Folded.TryGetValue((char)letter.Value, out var plain) ? plain : letter.ToString());
        }

        return folded.ToString();
    }
}
