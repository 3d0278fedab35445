using System.Text.RegularExpressions;

namespace Portal.Web.Tests.Features.Identity;

/// <summary>What a page's password input must leave to its person: pasting, and a password keeper (ASVS 6.2.7).</summary>
internal static partial class PasswordInput
{
    public static void ShouldTakePasting(string page, string autocomplete)
    {
        var input = Inputs().Matches(page).ShouldHaveSingleItem().Value;
        input.ShouldContain($"autocomplete=\"{autocomplete}\"");
        Hindrances().Matches(input).ShouldBeEmpty();
        // A handler may hang on what the input lies in as well.
        page.ShouldNotContain("onpaste", Case.Insensitive);
    }

    [GeneratedRegex("<input[^>]*type=\"password\"[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("\\s(on\\w+|readonly|disabled|inputmode)\\b", RegexOptions.IgnoreCase)]
    private static partial Regex Hindrances();
}
