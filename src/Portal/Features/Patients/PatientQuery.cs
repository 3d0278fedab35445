using System.Globalization;
using Portal.Features.Patients.Registration;

namespace Portal.Features.Patients;

/// <summary>What a search text may mean: words of a name in any order, a record number, a birth date, a phone number, an e-mail address, or a national id.</summary>
/// <param name="Names">A token for each word; empty where the text is no name.</param>
/// <param name="Exact">Tokens of the text as a whole; any of them finds.</param>
/// <param name="Mrn">The blind index of the text as a record number.</param>
/// <param name="NationalId">The blind index of the text as a national id.</param>
/// <param name="BirthDate">The blind index of the text as a date.</param>
/// <param name="Email">The blind index of the text as an e-mail address.</param>
/// <param name="Phone">The blind index of the text as a phone number.</param>
internal sealed record PatientQuery(
    IReadOnlyList<byte[]> Names, IReadOnlyList<byte[]> Exact, byte[]? Mrn, byte[]? NationalId, byte[]? BirthDate, byte[]? Email, byte[]? Phone)
{
    /// <summary>Whether names are told by two words or more; one alone finds whole villages.</summary>
    public bool HasWholeName => Names.Count >= 2;

    /// <summary>Whether the text names somebody, and not a crowd: a whole name, or a number, address or date as a whole.</summary>
    public bool NamesSomebody => HasWholeName || (NationalId ?? BirthDate ?? Email ?? Phone) is not null;

    /// <summary>The same without names: what finds by a whole number, address or date alone.</summary>
    public PatientQuery WithoutNames => this with { Names = [] };

    /// <summary>The same by a whole record number or national id alone.</summary>
    public PatientQuery ByNumber => new([], [], Mrn, NationalId, null, null, null);

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyyMMdd", "M/d/yyyy", "d.M.yyyy"];

    /// <summary>Reads a search text of at most 100 characters.</summary>
    public static PatientQuery Of(string text, PatientIndexes indexes)
    {
        var (isEmail, isPhone, isNumber) = (text.Contains('@', StringComparison.Ordinal), PhoneNumber.LooksLikeOne(text), text.Any(char.IsAsciiDigit));
        return new PatientQuery(
            isEmail || isPhone ? [] : WordsOf(text, indexes),
            [.. ExactOf(text, indexes, isEmail, isPhone, isNumber)],
            indexes.Mrn(text),
            isNumber ? indexes.NationalId(text) : null,
            indexes.BirthDate(DateOf(text)),
            isEmail ? indexes.Email(text) : null,
            isPhone ? indexes.Phone(text) : null);
    }

    // An initial has no token; the other words find the patient without it.
    private static IReadOnlyList<byte[]> WordsOf(string text, PatientIndexes indexes) =>
        [.. Kernel.Crypto.Normalise.Words(text).Select(indexes.QueryToken).OfType<byte[]>()];

    private static IEnumerable<byte[]> ExactOf(string text, PatientIndexes indexes, bool isEmail, bool isPhone, bool isNumber)
    {
        byte[]?[] whole = [isEmail ? indexes.EmailToken(text) : null, isNumber ? indexes.IdentifierToken(text) : null];
        return whole.OfType<byte[]>().Concat(isPhone ? indexes.PhoneTokens(text) : []);
    }

    private static DateOnly? DateOf(string text) =>
        DateOnly.TryParseExact(text.Trim(), DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
