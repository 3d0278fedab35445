using System.Globalization;
using Portal.Kernel.Crypto;

namespace Portal.Features.Staff.Import;

/// <summary>The columns of the directory's CSV files, in and out. Days are written as 2026-11-22, a manager by the staff number.</summary>
internal static class StaffColumns
{
    private static readonly (StaffField Field, string Head)[] All =
    [
        (StaffField.Number, "staff number"), (StaffField.Name, "name"), (StaffField.Department, "department"), (StaffField.Team, "team"), (StaffField.Manager, "manager"),
        (StaffField.Profession, "profession"), (StaffField.Licence, "licence"), (StaffField.EmployedFrom, "first day"), (StaffField.EmployedTo, "last day"),
        (StaffField.Email, "email"), (StaffField.Phone, "phone"),
    ];

    /// <summary>Without these a line says nothing.</summary>
    public static IReadOnlyList<StaffField> Needed { get; } = [StaffField.Number, StaffField.Name, StaffField.Department, StaffField.EmployedFrom];

    public static IReadOnlyList<string> Heads { get; } = [.. All.Select(one => one.Head)];

    /// <summary>The field of a column's head, however it is written; <c>null</c> for one that is none.</summary>
    public static StaffField? FieldOf(string head)
    {
        var letters = Normalise.Letters(head);
        return All.Where(one => Normalise.Letters(one.Head) == letters).Select(one => (StaffField?)one.Field).FirstOrDefault();
    }

    /// <summary>The cells of a person.</summary>
    public static IReadOnlyList<string?> CellsOf(StaffInput person, string? manager) => [.. All.Select(one => Text(one.Field, person, manager))];

    /// <summary>A field as text.</summary>
    public static string? Text(StaffField field, StaffInput person, string? manager) => field == StaffField.Manager ? manager : person.Of(field) switch
    {
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        var text => (string?)text,
    };

    public static bool TryDay(string text, out DateOnly day) => DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
}
