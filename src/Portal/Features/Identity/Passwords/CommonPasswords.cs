using System.Collections.Frozen;

namespace Portal.Features.Identity.Passwords;

/// <summary>
/// The blocklist. Its words are the dictionaries that the package zxcvbn-core (MIT) carries: 30,000 common passwords, of which some 11,600 have
/// eight characters or more, the 30,000 most usual English words, and 14,000 first and last names.
/// </summary>
internal static class CommonPasswords
{
    // Up to here digits and signs around a word are what everybody adds: a year and a mark.
    private const int MaxAround = 5;

    private static readonly Lazy<FrozenSet<string>> Passwords = new(() => Read("passwords"));

    private static readonly Lazy<FrozenSet<string>> Words = new(() => Read("passwords", "english", "female_names", "male_names", "surnames"));

    /// <summary>Whether the password is one of the list, or one word of it dressed up: in another case, with look-alikes, with a year or marks around it.</summary>
    public static bool Hold(string password)
    {
        var folded = PasswordText.Folded(password);
        return Forms(folded).Any(Passwords.Value.Contains) || IsDressedWord(folded);
    }

    private static bool IsDressedWord(string folded)
    {
        // The mark at the end may be one, or the last letter of the word: try both.
        var (core, around) = PasswordText.Stripped(folded);
        return (around.Length <= MaxAround || Passwords.Value.Contains(around)) && Forms(core).Concat(Forms(folded)).Any(Words.Value.Contains);
    }

    private static IEnumerable<string> Forms(string folded) =>
        [folded, PasswordText.Undone(folded, oneIsL: false), PasswordText.Undone(folded, oneIsL: true), string.Concat(folded.Reverse())];

    private static FrozenSet<string> Read(params string[] lists) => lists.SelectMany(Lines).ToFrozenSet(StringComparer.Ordinal);

    private static IEnumerable<string> Lines(string list)
    {
        var package = typeof(Zxcvbn.Zxcvbn).Assembly;
        using var reader = new StreamReader(package.GetManifestResourceStream($"zxcvbn-core.Dictionaries.{list}.lst")
            ?? throw new InvalidOperationException("The list of common passwords is not where its package has it."));
        while (reader.ReadLine() is { } line)
        {
            yield return line.Trim();
        }
    }
}
