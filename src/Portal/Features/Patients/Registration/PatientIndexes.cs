using System.Globalization;
using System.Text;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Registration;

/// <summary>Makes the keyed hashes by which patients are found. Import, search, demo data and edits share it, so that what one writes the other finds.</summary>
internal sealed class PatientIndexes(BlindIndex index)
{
    /// <summary>The shortest prefix that is searched for; one letter where a letter is as much as a syllable or a word.</summary>
    public const int MinPrefix = 2;

    /// <summary>Longer words are found by their first letters alone.</summary>
    public const int MaxPrefix = 20;

    /// <summary>A token for every prefix of every word of the names, and one for each whole surname, each once.</summary>
    public IEnumerable<byte[]> NameTokens(IEnumerable<PersonName> names)
    {
        PersonName[] all = [.. names];
        return all.SelectMany(name => Normalise.Words($"{name.Given} {name.Family}"))
            .SelectMany(Prefixes)
            .Distinct(StringComparer.Ordinal)
            .Select(Token)
            .Concat(FamilyTokens(all));
    }

    /// <summary>The token of a whole surname; <c>null</c> where nothing of it is a letter. Equal surnames have equal ones; nothing shorter does.</summary>
    public byte[]? FamilyToken(string surname) => Of("pii.name_tokens.family", surname, Normalise.Letters);

    /// <summary>A token for every way to write each phone number, for each e-mail address and each identifier, each once.</summary>
    public IEnumerable<byte[]> ContactTokens(ContactDetails contact, IEnumerable<string> identifiers) =>
        contact.Phones.SelectMany(PhoneTokens)
            .Concat(contact.Emails.Select(EmailToken).OfType<byte[]>())
            .Concat(identifiers.Select(IdentifierToken).OfType<byte[]>())
            .DistinctBy(token => new Guid(token));

    /// <summary>The token to look up for a typed word; <c>null</c> where it has too few letters.</summary>
    public byte[]? QueryToken(string word) =>
        Normalise.Letters(word) is { Length: > 0 } letters && letters.Length >= ShortestOf(letters) ? Token(letters[..Math.Min(letters.Length, MaxPrefix)]) : null;

    public IEnumerable<byte[]> PhoneTokens(string phone) => PhoneNumber.Forms(phone).Select(form => index.Of("pii.name_tokens.phone", form));

    public byte[]? EmailToken(string email) => Of("pii.name_tokens.email", email, Normalise.Email);

    public byte[]? IdentifierToken(string identifier) => Of("pii.name_tokens.identifier", identifier, Normalise.Identifier);

    /// <summary>A token that every patient has whose tokens are of today's kinds; who lacks it is indexed again (<see cref="ReindexPatients"/>).</summary>
    public byte[] GenerationToken => index.Of("pii.name_tokens.generation", "3");

    /// <summary>Whether one letter is enough to search for: a script without case, such as Chinese, where many names are one letter long.</summary>
    public static bool IsWholeInOneLetter(Rune letter) => Rune.GetUnicodeCategory(letter) == UnicodeCategory.OtherLetter;

    public byte[]? Mrn(string? mrn) => Of("pii.patients.mrn", mrn, Normalise.Identifier);

    public byte[]? NationalId(string? id) => Of("pii.patients.national_id", id, Normalise.Identifier);

    public byte[]? BirthDate(DateOnly? date) => date is { } day ? index.Of("pii.patients.birth_date", Normalise.Date(day)) : null;

    public byte[]? Email(string? email) => Of("pii.patients.email", email, Normalise.Email);

    public byte[]? Phone(string? phone) => Of("pii.patients.phone", phone, Normalise.Phone);

    // The whole, and each half of a double name.
    private IEnumerable<byte[]> FamilyTokens(IEnumerable<PersonName> names) =>
        names.SelectMany(name => name.Family.Split('-', StringSplitOptions.RemoveEmptyEntries).Append(name.Family))
            .Select(FamilyToken).OfType<byte[]>().DistinctBy(token => new Guid(token));

    private static IEnumerable<string> Prefixes(string word) =>
        Enumerable.Range(ShortestOf(word), Math.Max(0, Math.Min(word.Length, MaxPrefix) - ShortestOf(word) + 1)).Select(length => word[..length]);

    private static int ShortestOf(string word) => word.Length > 0 && IsWholeInOneLetter(Rune.GetRuneAt(word, 0)) ? 1 : MinPrefix;

    private byte[] Token(string prefix) => index.Of("pii.name_tokens.token", prefix);

    // What normalises to nothing would make all such patients look alike.
    private byte[]? Of(string column, string? value, Func<string, string> normalise) =>
        value is not null && normalise(value) is { Length: > 0 } plain ? index.Of(column, plain) : null;
}
