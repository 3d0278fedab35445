using System.Globalization;
using System.Text;

namespace Portal.Features.Identity.Passwords;

/// <summary>The forms of a password that are compared with lists.</summary>
internal static class PasswordText
{
    // What people write for a letter when a form asks for a digit or a sign.
    private static readonly Dictionary<char, char> LookAlikes = new()
    {
        ['@'] = 'a', ['4'] = 'a', ['3'] = 'e', ['1'] = 'i', ['!'] = 'i', ['|'] = 'i', ['0'] = 'o', ['5'] = 's', ['$'] = 's', ['7'] = 't', ['+'] = 't',
    };

    /// <summary>The form that is hashed: NFKC, so that a letter with an accent is the same whichever keyboard made it (NIST SP 800-63B-4, 3.1.1.2).</summary>
    public static string Normal(string password)
    {
        try
        {
            return password.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair has no normal form; it is taken as it came.
            return password;
        }
    }

    /// <summary>Lower case, without accents and white space around: <c>Pässword</c> counts as <c>password</c>.</summary>
    public static string Folded(string password)
    {
        var folded = new StringBuilder(password.Length);
        foreach (var letter in Decomposed(Normal(password).Trim()).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark))
        {
            folded.Append(char.ToLowerInvariant(letter));
        }

        return folded.ToString();
    }

    /// <summary>Look-alikes turned into the letters they stand for; <c>1</c> and <c>!</c> stand for <c>i</c>, or for <c>l</c> where asked.</summary>
    public static string Undone(string folded, bool oneIsL) =>
        string.Concat(folded.Select(c => oneIsL && c is '1' or '!' or '|' ? 'l' : LookAlikes.GetValueOrDefault(c, c)));

    /// <summary>What is left between the digits and signs at both ends, and how many of these there were.</summary>
    public static (string Core, string Around) Stripped(string folded)
    {
        var first = folded.TakeWhile(c => !char.IsLetter(c)).Count();
        var last = folded.Length - folded.Reverse().TakeWhile(c => !char.IsLetter(c)).Count();
        return first >= last ? ("", folded) : (folded[first..last], folded[..first] + folded[last..]);
    }

    private static string Decomposed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormD);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
