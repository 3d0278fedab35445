using System.Security.Cryptography;
using System.Text;

namespace Portal.Features.Identity.Desk;

/// <summary>Twelve letters and digits of Crockford's base 32: 60 random bits that can be read aloud, typed, and mistaken for nothing else.</summary>
internal static class TypedCode
{
    public const int Length = 12;

    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string New() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>Groups of four, for the eye.</summary>
    public static string InGroups(string code) => string.Join('-', code.Chunk(4).Select(group => new string(group)));

    /// <summary>A code as it was typed: small letters, spaces and what looks alike are forgiven. <c>null</c> when it cannot be one.</summary>
    public static string? Read(string? typed)
    {
        var code = new StringBuilder(Length);
        foreach (var letter in (typed ?? "").Where(letter => letter != '-' && !char.IsWhiteSpace(letter)))
        {
            code.Append(char.ToUpperInvariant(letter) switch { 'I' or 'L' => '1', 'O' => '0', var other => other });
        }

        return code.Length == Length && code.ToString() is var read && read.All(Alphabet.Contains) ? read : null;
    }
}
