using Portal.Kernel;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Reports;

/// <summary>When a report is due and what time it is about, on the hospital's clock.</summary>
internal static class ReportTimes
{
    /// <summary>The next time after a moment.</summary>
    public static DateTimeOffset NextAfter(ScheduledReport schedule, DateTimeOffset moment, TimeZoneInfo zone)
    {
        var day = TimeZoneInfo.ConvertTime(moment, zone).Date;
        while (!IsOn(schedule, day) || Utc(day.AddHours(schedule.Hour), zone) <= moment)
        {
            day = day.AddDays(1);
        }

        return Utc(day.AddHours(schedule.Hour), zone);
    }

    /// <summary>The last time up to a moment: what was missed before it is not made up for.</summary>
    public static DateTimeOffset LastBefore(ScheduledReport schedule, DateTimeOffset moment, TimeZoneInfo zone)
    {
        var day = TimeZoneInfo.ConvertTime(moment, zone).Date;
        while (!IsOn(schedule, day) || Utc(day.AddHours(schedule.Hour), zone) > moment)
        {
            day = day.AddDays(-1);
        }

        return Utc(day.AddHours(schedule.Hour), zone);
    }

    /// <summary>The whole days before it is due: one, or seven.</summary>
    public static (DateTimeOffset From, DateTimeOffset To) Span(ReportKind kind, DateTimeOffset due, TimeZoneInfo zone)
    {
        var midnight = TimeZoneInfo.ConvertTime(due, zone).Date;
        return (Utc(midnight.AddDays(kind == ReportKind.WeeklyPatterns ? -7 : -1), zone), Utc(midnight, zone));
    }

    private static bool IsOn(ScheduledReport schedule, DateTime day) => schedule.Kind == ReportKind.DailyActivity || (short)day.DayOfWeek == schedule.Weekday;

    // An hour that the clocks leave out in spring begins when they have gone on; of two in autumn the second counts.
    private static DateTimeOffset Utc(DateTime local, TimeZoneInfo zone) => WallClock.Utc(local, zone, isSecond: true);
}
