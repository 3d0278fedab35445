using System.Globalization;
using System.Text;
using Portal.Data;
using Portal.Features.Patients.Registration;

namespace Portal.Features.Patients;

/// <summary>As much of a patient as tells somebody who knows whom to look for that the right one was found, and tells nobody else who it is.</summary>
/// <param name="Initials">The first letter of the given and of the family name; <c>null</c> where there is no readable name.</param>
/// <param name="BirthYear">The year of birth; <c>null</c> where it is not known or not readable.</param>
/// <param name="MrnEnd">The last two characters of the record number; <c>null</c> where it is not readable, or so short that two would give it away.</param>
public sealed record MaskedPatient(string? Initials, int? BirthYear, string? MrnEnd)
{
    private const int ShortestMrn = 5;

    /// <summary>The mask of what is known.</summary>
    public static MaskedPatient Of(PersonName? name, DateOnly? birthDate, string? mrn) => new(
        name is null ? null : NullIfEmpty(InitialsOf(name)), birthDate?.Year, mrn is null ? null : NullIfEmpty(EndOf(mrn)));

    /// <summary>The mask of a list row that the Gate opened for that alone.</summary>
    internal static MaskedPatient Of(MaskedAccess access, PatientListRow row) => new(
        NullIfEmpty(access.Show(row, row.Name, InitialsOf)),
        access.Show(row, row.BirthDate, YearOf) is { } year ? int.Parse(year, CultureInfo.InvariantCulture) : null,
        NullIfEmpty(access.Show(row, row.Mrn, EndOf)));

    private static string InitialsOf(PersonName name) => FirstOf(name.Given) + FirstOf(name.Family);

    private static string YearOf(DateOnly date) => date.Year.ToString(CultureInfo.InvariantCulture);

    private static string EndOf(string mrn) => mrn.Trim() is { Length: >= ShortestMrn } number ? number[^2..] : "";

    private static string FirstOf(string name) =>
        name.EnumerateRunes().Where(Rune.IsLetter).Take(1).Select(letter => Rune.ToUpperInvariant(letter).ToString()).FirstOrDefault("");

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
