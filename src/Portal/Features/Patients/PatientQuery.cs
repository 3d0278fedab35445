using System.Globalization;
using Portal.Features.Patients.Registration;

namespace Portal.Features.Patients;

/// <summary>What a search text may mean: words of a name in any order, a record number, or a birth date.</summary>
/// <param name="Names">A token for each word; empty where the text is no name.</param>
/// <param name="Mrn">The blind index of the text as a record number.</param>
/// <param name="BirthDate">The blind index of the text as a date.</param>
internal sealed record PatientQuery(IReadOnlyList<byte[]> Names, byte[]? Mrn, byte[]? BirthDate)
{
    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyyMMdd", "M/d/yyyy", "d.M.yyyy"];

    /// <summary>Reads a search text of at most 100 characters.</summary>
    public static PatientQuery Of(string text, PatientIndexes indexes)
    {
        // An initial has no token; the other words find the patient without it.
        var tokens = Kernel.Crypto.Normalise.Words(text).Select(indexes.QueryToken).OfType<byte[]>().ToList();
        return new PatientQuery(
            tokens,
            indexes.Mrn(text),
            indexes.BirthDate(DateOf(text)));
    }

    private static DateOnly? DateOf(string text) =>
        DateOnly.TryParseExact(text.Trim(), DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}
