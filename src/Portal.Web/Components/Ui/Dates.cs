using System.Globalization;

namespace Portal.Web.Components.Ui;

/// <summary>Dates as people read them: the month in letters, because 03/04 means two days.</summary>
public static class Dates
{
    private const string Format = "d MMM yyyy";

    public static string Show(DateTimeOffset at) => at.UtcDateTime.ToString(Format, CultureInfo.CurrentCulture);

    public static string Show(DateOnly date) => date.ToString(Format, CultureInfo.CurrentCulture);

    /// <summary>A moment on the clock of a time zone.</summary>
    public static string Time(DateTimeOffset at, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(at, zone).DateTime.ToString(Format + ", HH:mm", CultureInfo.CurrentCulture);

    /// <summary>A moment for people who may sit in several time zones, or in none that is known.</summary>
    public static string Utc(DateTimeOffset at) => Time(at, TimeZoneInfo.Utc) + " UTC";

    /// <summary>The value of a <c>datetime</c> attribute.</summary>
    public static string Machine(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Full years between two days.</summary>
    public static int Years(DateOnly from, DateOnly to) =>
        to.Year - from.Year - (from.AddYears(to.Year - from.Year) > to ? 1 : 0);
}
