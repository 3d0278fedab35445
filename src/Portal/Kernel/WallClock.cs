namespace Portal.Kernel;

/// <summary>Times on a clock on the wall, in UTC.</summary>
public static class WallClock
{
    /// <summary>
    /// The moment at which a clock shows a time. One that the clock leaves out in spring counts as an hour later; of one that comes twice in autumn the first is meant, or the
    /// second.
    /// </summary>
    /// <param name="local">What the clock shows; what kind of time it says it is does not matter.</param>
    /// <param name="zone">Where the clock hangs.</param>
    /// <param name="isSecond">Whether the second of two is meant.</param>
    public static DateTimeOffset Utc(DateTime local, TimeZoneInfo zone, bool isSecond = false)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var time = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(time))
        {
            time = time.AddHours(1);
        }

        var offset = !zone.IsAmbiguousTime(time) ? zone.GetUtcOffset(time) : isSecond ? zone.GetAmbiguousTimeOffsets(time).Min() : zone.GetAmbiguousTimeOffsets(time).Max();
        // The last day of the calendar lies past its end in UTC; such a time is refused for other reasons, not here.
        return new DateTimeOffset(Math.Clamp(time.Ticks - offset.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), TimeSpan.Zero);
    }
}
