using System.Globalization;
using Portal.Data;
using Portal.Features.Patients.Registration;
using Portal.Kernel.Crypto;

namespace Portal.Features.Patients;

/// <summary>
/// As much of a patient as somebody sees who may not open the record but may break the glass: enough to be sure that it is the right one, and no more
/// (45 CFR 164.502(b)). What cannot be read stays damaged.
/// </summary>
/// <param name="Initials">The first letters of given and family name, such as <c>A. L.</c></param>
/// <param name="BirthYear">The year of birth.</param>
/// <param name="MrnEnd">The last two characters of the record number; missing where the number has fewer than four.</param>
public sealed record MaskedPatient(Revealed<string> Initials, Revealed<int> BirthYear, Revealed<string> MrnEnd)
{
    private const int Shown = 2;

    /// <summary>Masks what a list would show.</summary>
    /// <param name="name">The whole name.</param>
    /// <param name="birthDate">The birth date.</param>
    /// <param name="mrn">The whole record number.</param>
    public static MaskedPatient Of(Revealed<PersonName> name, Revealed<DateOnly> birthDate, Revealed<string> mrn) => new(
        name.Select(InitialsOf), birthDate.Select(date => date.Year), Ending(mrn.Select(EndOf)));

    /// <summary>The same of a row that the Gate opened for that alone.</summary>
    internal static MaskedPatient Of(MaskedAccess access, PatientListRow row) => new(
        access.Show(row, row.Name, InitialsOf),
        access.Show(row, row.BirthDate, date => date.Year.ToString(CultureInfo.InvariantCulture)).Select(year => int.Parse(year, CultureInfo.InvariantCulture)),
        Ending(access.Show(row, row.Mrn, EndOf)));

    // Record printing would put the values into a log line by accident.
    /// <inheritdoc/>
    public override string ToString() => nameof(MaskedPatient);

    private static string InitialsOf(PersonName name) =>
        string.Join(' ', new[] { name.Given, name.Family }.Select(FirstOf).Where(letter => letter.Length > 0).Select(letter => letter + "."));

    // A letter as people see it, which may be several characters.
    private static string FirstOf(string part) => StringInfo.GetNextTextElement(part.TrimStart()).ToUpper(CultureInfo.InvariantCulture);

    private static string EndOf(string mrn) => mrn.Length < 2 * Shown ? "" : mrn[^Shown..];

    private static Revealed<string> Ending(Revealed<string> end) => end is { HasValue: true, ValueOrDefault: "" } ? Revealed<string>.Missing : end;
}
