using System.Globalization;

namespace Portal.Kernel.Findings;

/// <summary>The hours of a day, and the days of a week, in which a role usually works, on the hospital's clock.</summary>
/// <param name="From">The beginning.</param>
/// <param name="To">The end; before the beginning for a night.</param>
/// <param name="WeekdaysOnly">Whether Saturday and Sunday are outside.</param>
public sealed record WorkingHours(TimeOnly From, TimeOnly To, bool WeekdaysOnly)
{
    private const string Weekdays = " weekdays";

    /// <summary>Round the clock: nothing is outside.</summary>
    public static WorkingHours Always { get; } = new(TimeOnly.MinValue, TimeOnly.MinValue, WeekdaysOnly: false);

    /// <summary>Whether a moment of the hospital's clock is outside of them.</summary>
    public bool IsOutside(DateTime local) =>
        (WeekdaysOnly && local.DayOfWeek is (DayOfWeek.Saturday or DayOfWeek.Sunday)) || (From != To && !TimeOnly.FromDateTime(local).IsBetween(From, To));

    /// <summary><c>07:00-19:00</c>, <c>07:00-19:00 weekdays</c> or <c>always</c>; <c>null</c> for anything else.</summary>
    public static WorkingHours? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == "always")
        {
            return Always;
        }

        var isWeek = text.EndsWith(Weekdays, StringComparison.Ordinal);
        var ends = (isWeek ? text[..^Weekdays.Length] : text).Split('-');
        return ends.Length == 2 && Time(ends[0]) is { } from && Time(ends[1]) is { } to && from != to ? new WorkingHours(from, to, isWeek) : null;
    }

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
