namespace Portal.Features.BreakGlass;

/// <summary>What counts as a sentence that a reviewer can read: letters enough, and not the same few again and again.</summary>
internal static class Sentences
{
    public const int MaxLength = 1000;

    public const int MinLetters = 15;

    public const string Wanted = "Write a sentence: at least 15 letters.";

    // "aaaa…" and "haha…" are none.
    private const int MinKinds = 5;

    public static bool IsOne(string? text)
    {
        var letters = (text ?? "").Where(char.IsLetter).Select(char.ToLowerInvariant).ToList();
        return letters.Count >= MinLetters && letters.Distinct().Count() >= MinKinds;
    }
}
