using Portal.Kernel.Crypto;

namespace Portal.Features.Patients.Registration;

/// <summary>Makes the keyed hashes by which patients are found. Import, search, demo data and edits share it, so that what one writes the other finds.</summary>
internal sealed class PatientIndexes(BlindIndex index)
{
    /// <summary>The shortest prefix that is searched for.</summary>
    public const int MinPrefix = 2;

    /// <summary>Longer words are found by their first letters alone.</summary>
    public const int MaxPrefix = 20;

    /// <summary>A token for every prefix of every word of the names, each once.</summary>
    public IEnumerable<byte[]> NameTokens(IEnumerable<PersonName> names) =>
        names.SelectMany(name => Normalise.Words($"{name.Given} {name.Family}"))
            .SelectMany(Prefixes)
            .Distinct(StringComparer.Ordinal)
            .Select(Token);

    /// <summary>The token to look up for a typed word; <c>null</c> where it has fewer than two letters.</summary>
    public byte[]? QueryToken(string word) =>
        Normalise.Letters(word) is { Length: >= MinPrefix } letters ? Token(letters[..Math.Min(letters.Length, MaxPrefix)]) : null;

    public byte[]? Mrn(string? mrn) => Of("pii.patients.mrn", mrn, Normalise.Identifier);

    public byte[]? NationalId(string? id) => Of("pii.patients.national_id", id, Normalise.Identifier);

    public byte[]? BirthDate(DateOnly? date) => date is { } day ? index.Of("pii.patients.birth_date", Normalise.Date(day)) : null;

    public byte[]? Email(string? email) => Of("pii.patients.email", email, Normalise.Email);

    public byte[]? Phone(string? phone) => Of("pii.patients.phone", phone, Normalise.Phone);

    private static IEnumerable<string> Prefixes(string word) =>
        Enumerable.Range(MinPrefix, Math.Max(0, Math.Min(word.Length, MaxPrefix) - MinPrefix + 1)).Select(length => word[..length]);

    private byte[] Token(string prefix) => index.Of("pii.name_tokens.token", prefix);

    // What normalises to nothing would make all such patients look alike.
    private byte[]? Of(string column, string? value, Func<string, string> normalise) =>
        value is not null && normalise(value) is { Length: > 0 } plain ? index.Of(column, plain) : null;
}
