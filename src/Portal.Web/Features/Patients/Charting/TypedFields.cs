using System.Globalization;
using System.Reflection;

namespace Portal.Web.Features.Patients.Charting;

/// <summary>The fields of a form as text by their names, and back: what a person can type is what a draft can be set to.</summary>
internal static class TypedFields
{
    private const string Moment = "yyyy-MM-ddTHH:mm";
    private const string Day = "yyyy-MM-dd";

    public static Dictionary<string, string> Read(EntryDraft draft)
    {
        var fields = new Dictionary<string, string>();
        foreach (var property in Of(draft))
        {
            if (Write(property.GetValue(draft)) is { Length: > 0 } text)
            {
                fields[property.Name] = text;
            }
        }

        return fields;
    }

    /// <summary>Sets every field; one that was not kept was empty.</summary>
    public static void Set(EntryDraft draft, IReadOnlyDictionary<string, string> fields)
    {
        foreach (var property in Of(draft))
        {
            property.SetValue(draft, Parse(property.PropertyType, fields.GetValueOrDefault(property.Name) ?? ""));
        }
    }

    private static IEnumerable<PropertyInfo> Of(EntryDraft draft) =>
        draft.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true });

    private static string Write(object? value) => value switch
    {
        string text => text,
        DateTime at => at.ToString(Moment, CultureInfo.InvariantCulture),
        DateOnly day => day.ToString(Day, CultureInfo.InvariantCulture),
        _ => "",
    };

    private static object? Parse(Type type, string text) =>
        type == typeof(string) ? text
        : type == typeof(DateTime?) && DateTime.TryParseExact(text, Moment, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at
        : type == typeof(DateOnly?) && DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : null;
}
