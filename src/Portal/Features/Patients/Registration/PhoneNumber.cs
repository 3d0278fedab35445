using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Registration;

/// <summary>The forms in which one phone number may be written: with or without country prefix, trunk zero and punctuation (ITU-T E.164, E.123).</summary>
internal static class PhoneNumber
{
    // Nine digits tell a subscriber apart and are the same in both forms; numbers of small countries are shorter.
    private const int Tail = 9;
    private const int Shortest = 5;
    private const int LongestWithShortRest = 11;

    private const string Punctuation = " +-().\u00a0/";

    /// <summary>Whether a search text can be a phone number.</summary>
    public static bool LooksLikeOne(string text) =>
        text.All(letter => char.IsAsciiDigit(letter) || Punctuation.Contains(letter, StringComparison.Ordinal)) && text.Count(char.IsAsciiDigit) >= Shortest;

    /// <summary>What is indexed and looked up: two ways to write a number share at least one form.</summary>
    public static IReadOnlyList<string> Forms(string written)
    {
        var digits = Normalise.Phone(written);
        var isInternational = written.TrimStart().StartsWith('+') || digits.StartsWith("00", StringComparison.Ordinal);
        var plain = digits.TrimStart('0');
        if (plain.Length < Shortest)
        {
            return [];
        }

        IEnumerable<string> rests = isInternational && plain.Length <= LongestWithShortRest
            ? Enumerable.Range(1, 3).Select(country => plain[country..].TrimStart('0')).Where(rest => rest.Length is >= Shortest and < Tail)
            : [];
        return [.. rests.Prepend(plain.Length > Tail ? plain[^Tail..] : plain).Distinct(StringComparer.Ordinal)];
    }
}
