namespace Portal.TestKit;

/// <summary>
/// Texts that somebody approved, in docs/approved: a change of the product that changes one must come with the changed file, where a
/// reviewer sees it. <c>PORTAL_APPROVE=1</c> rewrites them.
/// </summary>
internal static class Approved
{
    public static void Check(string file, string actual)
    {
        var path = Path.Combine(Clone.Root, "docs", "approved", file);
        if (Environment.GetEnvironmentVariable("PORTAL_APPROVE") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Differences(File.Exists(path) ? File.ReadAllText(path) : "", actual)
            .ShouldBeEmpty($"docs/approved/{file} differs; have the change approved, then run this test with PORTAL_APPROVE=1 and commit the file");
    }

    /// <summary>Lines that are in one of the two texts only, marked with + (new) and - (gone).</summary>
    public static IReadOnlyList<string> Differences(string approved, string actual)
    {
        var before = Lines(approved);
        var now = Lines(actual);
        return [.. now.Except(before).Select(line => "+ " + line), .. before.Except(now).Select(line => "- " + line)];
    }

    private static string[] Lines(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
