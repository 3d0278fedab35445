using Portal.Kernel;

namespace Portal.Web.Features.AuditTrail;

/// <summary>A range of time on the clock of the viewer; the end does not belong to it.</summary>
/// <param name="From">Its beginning.</param>
/// <param name="To">Its end.</param>
public readonly record struct AuditTimes(DateTime From, DateTime To)
{
    /// <summary>The ranges that a viewer chooses by one click, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["Today", "Yesterday", "Week", "Month"];

    /// <summary>One of <see cref="Names"/>, seen from a day.</summary>
    public static AuditTimes Named(string name, DateTime today) => name switch
    {
        "Today" => Day(today),
        "Yesterday" => Day(today.AddDays(-1)),
        "Week" => new(today.AddDays(-6), today.AddDays(1)),
        _ => new(today.AddDays(1 - today.Day), today.AddDays(1)),
    };

    /// <summary>The last day of that name before today: on a Tuesday "last Tuesday" is a week ago.</summary>
    public static AuditTimes Last(DayOfWeek day, DateTime today)
    {
        var back = ((int)today.DayOfWeek - (int)day + 7) % 7;
        return Day(today.AddDays(back == 0 ? -7 : -back));
    }

    /// <summary>
    /// What a span means, seen from a day: one of <see cref="Names"/>, or a day of the week for the last one before today; with <c>@15</c> at its end that hour of it.
    /// </summary>
    /// <returns><c>null</c> for what is no span.</returns>
    public static AuditTimes? Of(string? span, DateTime today)
    {
        var parts = span?.Split('@') ?? [];
        AuditTimes? times = parts.Length is 0 or > 2 ? null
            : Names.Contains(parts[0]) ? Named(parts[0], today)
            : Enum.GetNames<DayOfWeek>().Contains(parts[0]) ? Last(Enum.Parse<DayOfWeek>(parts[0]), today)
            : null;
        return times is null || parts.Length == 1 ? times
            : int.TryParse(parts[1], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var hour) && hour < 24 ? Hour(times.Value.From, hour) : null;
    }

    /// <summary>One hour of a day.</summary>
    public static AuditTimes Hour(DateTime day, int hour) => new(day.Date.AddHours(hour), day.Date.AddHours(hour + 1));

    /// <summary>A whole day.</summary>
    public static AuditTimes Day(DateTime day) => new(day.Date, day.Date.AddDays(1));

    /// <summary>
    /// The moment at which a clock shows a time. An hour that comes twice is taken whole: it begins with the first, and an end, which does not belong to the range,
    /// comes after the last moment before it. An hour that is left out begins with the next.
    /// </summary>
    public static DateTimeOffset Utc(DateTime local, TimeZoneInfo zone, bool isEnd)
    {
        ArgumentNullException.ThrowIfNull(zone);
        // A whole second before: the rules of a zone are kept to the millisecond, and change within the last one.
        return isEnd && local > DateTime.MinValue.AddSeconds(1) && local.AddSeconds(-1) is var last && !zone.IsInvalidTime(DateTime.SpecifyKind(last, DateTimeKind.Unspecified))
            ? WallClock.Utc(last, zone, isSecond: true).AddSeconds(1)
            : WallClock.Utc(local, zone);
    }
}
