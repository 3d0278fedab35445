using System.Text.RegularExpressions;
using Portal.ArchitectureTests.Reading;

namespace Portal.ArchitectureTests.Docs;

/// <summary>Tests that a text names as <c>`SomeTests.Some_sentence`</c>.</summary>
internal static partial class NamedTests
{
    public static IEnumerable<string> In(string text) => Name().Matches(text).Select(match => match.Groups[1].Value).Distinct();

    /// <summary>The tests of the clone, under the same names.</summary>
    public static HashSet<string> Existing() =>
        [.. Sources.Below("tests", ".cs").Concat(Sources.Below("e2e", ".cs")).SelectMany(OfFile)];

    private static IEnumerable<string> OfFile(SourceFile file) =>
        Method().Matches(file.Text).Select(match => $"{Path.GetFileNameWithoutExtension(file.Name)}.{match.Groups[1].Value}");

    [GeneratedRegex(@"`(\w+Tests\.\w+)`", RegexOptions.None, 5000)]
    private static partial Regex Name();

    [GeneratedRegex(@"public (?:async )?(?:Task|void|ValueTask) (\w+)\(", RegexOptions.None, 5000)]
    private static partial Regex Method();
}
