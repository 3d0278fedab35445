using System.Text.RegularExpressions;

namespace Portal.ArchitectureTests.Calls;

/// <summary>Log lines take named values, so that redaction sees them; a text put together beforehand hides what is in it.</summary>
internal static partial class LogText
{
    public static bool Interpolates(string source) => Call().IsMatch(source);

    [GeneratedRegex("""\.(Log(Trace|Debug|Information|Warning|Error|Critical)|(Verbose|Debug|Information|Warning|Error|Fatal))\((\w+, *)?\$@?"{1,3}""", RegexOptions.None, 5000)]
    private static partial Regex Call();
}
