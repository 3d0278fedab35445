using Portal.Data.Auditing;
using Portal.Kernel;

namespace Portal.Features.AuditTrail.Pictures;

/// <summary>Cuts a stretch of time where a clock on the wall shows a full hour, a day or a week; a day may have 23 or 25 hours.</summary>
internal static class ClockTimes
{
    private static readonly TimeSpan ByHours = TimeSpan.FromDays(3);

    private static readonly TimeSpan ByDays = TimeSpan.FromDays(93);

    /// <summary>The edges of a picture over time: hours where it is short, days, or weeks.</summary>
    public static List<DateTimeOffset> Edges(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        var length = to - from;
        return length <= ByHours ? Hours(from, to, zone) : Days(from, to, zone, length <= ByDays ? 1 : 7);
    }

    /// <summary>Each local hour with its cell of the week: 24 for each day, from Monday on.</summary>
    public static CellTimes Cells(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        var edges = Hours(from, to, zone);
        return new CellTimes(edges, [.. edges.SkipLast(1).Select(edge => CellOf(TimeZoneInfo.ConvertTime(edge, zone).DateTime))]);
    }

    private static short CellOf(DateTime local) => (short)(((((int)local.DayOfWeek + 6) % 7) * 24) + local.Hour);

    // By real hours from the first full one on: a clock that is put forward or back jumps by whole hours, or begins a new hour where it does not.
    private static List<DateTimeOffset> Hours(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone)
    {
        List<DateTimeOffset> edges = [from];
        for (var next = NextHour(from, zone); next < to; next = NextHour(next, zone))
        {
            edges.Add(next);
        }

        edges.Add(to);
        return edges;
    }

    private static DateTimeOffset NextHour(DateTimeOffset at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone);
        return (at + TimeSpan.FromHours(1) - TimeSpan.FromTicks(local.TimeOfDay.Ticks % TimeSpan.TicksPerHour)).ToUniversalTime();
    }

    // Where midnight is left out the day begins with the next hour; where it comes twice, with the first.
    private static List<DateTimeOffset> Days(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone, int step)
    {
        List<DateTimeOffset> edges = [from];
        for (var day = TimeZoneInfo.ConvertTime(from, zone).Date.AddDays(step); WallClock.Utc(day, zone) < to; day = day.AddDays(step))
        {
            edges.Add(WallClock.Utc(day, zone));
        }

        edges.Add(to);
        return edges;
    }
}
