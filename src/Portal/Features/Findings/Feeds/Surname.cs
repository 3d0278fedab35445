namespace Portal.Features.Findings.Feeds;

/// <summary>What may be the surname in a name that staff typed as one text: "Anna van der Berg", "Berg, Anna", "Dr. Anna Berg, MD".</summary>
internal static class Surname
{
    private const int MostWords = 4;

    private static readonly HashSet<string> Particles = new(StringComparer.OrdinalIgnoreCase)
    {
        "van", "von", "vom", "zu", "de", "der", "den", "di", "da", "do", "dos", "del", "della", "du", "la", "le", "el", "al", "bin", "ibn", "ben", "mc", "mac", "st", "o", "ter", "ten", "af",
    };

    /// <summary>The last word, each part of it where it is joined by a hyphen, and the last words with the particles before them.</summary>
    public static IEnumerable<string> EndingsOf(string name)
    {
        var words = FamilyPart(name).Split([' ', '\t', '\u00a0'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0)
        {
            return [];
        }

        var parts = words[^1].Split('-', StringSplitOptions.RemoveEmptyEntries);
        var endings = new List<string>(parts.Length > 1 ? [words[^1], .. parts] : [words[^1]]);
        for (var count = 2; count <= Math.Min(MostWords, words.Length) && Particles.Contains(words[^count].TrimEnd('.', '\'')); count++)
        {
            endings.Add(string.Join(' ', words[^count..]));
        }

        return endings;
    }

    // After a comma stands either the given name, or what somebody has studied.
    private static string FamilyPart(string name)
    {
        var halves = name.Split(',', 2, StringSplitOptions.TrimEntries);
        return halves.Length == 2 && halves[0].Split(' ', StringSplitOptions.RemoveEmptyEntries) is var before && IsFamilyAlone(before) ? string.Join(' ', before) : halves[0];
    }

    private static bool IsFamilyAlone(string[] before) => before.Length > 0 && before[..^1].All(word => Particles.Contains(word));
}
