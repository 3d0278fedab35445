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
        return new DateTimeOffset(time.Ticks - offset.Ticks, TimeSpan.Zero);
    }
}
