namespace Portal.Features.Identity.Passwords;

/// <summary>Words that whoever knows the person, or this product, tries first: parts of the address and the name, the product's name.</summary>
internal static class PersonalWords
{
    private const string Product = "portal";

    private const int ShortestWord = 3;

    /// <summary>Whether too little is left of the password once such words are taken out: less than a password must have.</summary>
    public static bool Carry(string password, string? email, string? name)
    {
        var whole = Letters(password);
        var rest = whole;
        foreach (var word in WordsOf(email, name).OrderByDescending(word => word.Length))
        {
            rest = rest.Replace(word, "", StringComparison.Ordinal);
        }

        return rest.Length < whole.Length && rest.Length < PasswordRules.MinLength;
    }

    private static IEnumerable<string> WordsOf(string? email, string? name) =>
        AddressWords(email ?? "").Concat(NameWords(name ?? "")).Append(Product)
            .Select(Letters).Where(word => word.Length >= ShortestWord).Distinct();

    private static IEnumerable<string> NameWords(string name) => name.Split(' ', '-', '.').Append(name);

    // Of the host name all but the last label, which says the country or the kind.
    private static IEnumerable<string> AddressWords(string email)
    {
        var at = email.IndexOf('@', StringComparison.Ordinal);
        var (local, host) = at < 0 ? (email, "") : (email[..at], email[(at + 1)..]);
        return local.Split('.', '_', '-', '+').Append(local).Concat(host.Split('.').SkipLast(1));
    }

    private static string Letters(string text) => string.Concat(PasswordText.Folded(text).Where(char.IsLetterOrDigit));
}
