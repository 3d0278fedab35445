namespace Portal.Web.Features.Patients.Charting;

/// <summary>Times typed on a person's clock, in UTC.</summary>
internal static class LocalTimes
{
    /// <summary>The moment of a local time. One that the clock skipped in spring counts as an hour later; of one that came twice in autumn, the first is meant.</summary>
    public static DateTimeOffset ToUtc(DateTime local, TimeZoneInfo zone)
    {
        var time = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(time))
        {
            time = time.AddHours(1);
        }

        var offset = zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Max() : zone.GetUtcOffset(time);
        // The last day of the calendar lies past its end in UTC; such a time is refused for other reasons, not here.
        return new DateTimeOffset(Math.Clamp(time.Ticks - offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }
}
