using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Portal.ArchitectureTests.Secrets;

/// <summary>Looks for what must never be in the repository: keys, tokens, passwords.</summary>
internal static partial class SecretScan
{
    private static readonly HashSet<string> Pictures = [".png", ".woff2", ".ico"];

    // Rows of a database of long ago: their keys were made for that test and open nothing else. The manifest of an export made for a test: roots of trees, as long as a key.
    private static readonly HashSet<string> Known = ["tests/Portal.Tests/Data/Upgrade/foundation.sql", .. ((string[])["content", "withheld", "csv", "fhir", "unsealed", "broken"]).Select(name => $"e2e/Portal.E2E/Verifier/{name}/manifest.ndjson")];

    private static readonly (string Kind, Regex Pattern)[] Patterns =
    [
        ("a private key", PrivateKey()), ("a token", Token()), ("a password in a connection", ConnectionPassword()), ("a secret in settings", Setting()), ("32 bytes of a key", RawKey()),
    ];

    public static IEnumerable<string> InRepository(string root) => Files(root)
        .Where(name => !Pictures.Contains(Path.GetExtension(name)) && !Known.Contains(name))
        .SelectMany(name => In(File.ReadAllText(Path.Combine(root, name))).Select(kind => $"{name} holds {kind}"));

    public static IEnumerable<string> In(string text) => Patterns.Where(one => one.Pattern.IsMatch(text)).Select(one => one.Kind);

    /// <summary>Files that belong to an instance or a machine.</summary>
    public static IEnumerable<string> Misplaced(string root) => Files(root).Where(IsMisplaced);

    public static bool IsMisplaced(string name) =>
        Path.GetExtension(name) is ".pfx" or ".p12" or ".pem" or ".key" or ".env" || Path.GetFileName(name) is "kek.json" or ".env" or "secrets.json";

    // What is tracked, and what would be with the next commit.
    private static IEnumerable<string> Files(string root)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", root, "ls-files", "--cached", "--others", "--exclude-standard"]) { RedirectStandardOutput = true })!;
        var names = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        return names.Where(name => File.Exists(Path.Combine(root, name)));
    }

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----", RegexOptions.None, 5000)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(@"\b(AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abprs]-[A-Za-z0-9-]{20,}|eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,})", RegexOptions.None, 5000)]
    private static partial Regex Token();

    [GeneratedRegex("""\b(password|pwd)=[^;"'{}\[\]$ …<)`]{3,}""", RegexOptions.IgnoreCase, 5000)]
    private static partial Regex ConnectionPassword();

    [GeneratedRegex("""
        "[a-z]*(password|secret|apikey|token)"\s*:\s*"[^"]{3,}"
        """, RegexOptions.IgnoreCase, 5000)]
    private static partial Regex Setting();

    // The hash of a script in a page's policy is as long as a key and says what it is.
    [GeneratedRegex(@"(?<![A-Za-z0-9+/]|sha256-)[A-Za-z0-9+/]{43}=(?![A-Za-z0-9+/=])", RegexOptions.None, 5000)]
    private static partial Regex RawKey();
}
