using Portal.Kernel;

namespace Portal.Tests.Kernel;

public sealed class WallClockTests
{
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    [Theory]
    [InlineData("2026-07-01T12:00", "2026-07-01T10:00Z", false)]
    [InlineData("2026-01-01T00:30", "2025-12-31T23:30Z", false)]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30Z", false)] // The clock jumps from 2 to 3: an hour later is meant.
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30Z", false)] // It comes twice: the first is meant.
    [InlineData("2026-10-25T02:30", "2026-10-25T01:30Z", true)]
    [InlineData("2026-07-01T12:00", "2026-07-01T10:00Z", true)]
    public void A_time_on_the_wall_is_one_moment(string local, string utc, bool isSecond) =>
        WallClock.Utc(DateTime.Parse(local, null), Oslo, isSecond).ShouldBe(DateTimeOffset.Parse(utc, null));

    [Fact]
    public void The_calendars_ends_are_no_fault()
    {
        WallClock.Utc(DateTime.MinValue, Oslo).ShouldBe(DateTimeOffset.MinValue);
        WallClock.Utc(DateTime.MaxValue, TimeZoneInfo.CreateCustomTimeZone("west", TimeSpan.FromHours(-3), "west", "west")).ShouldBe(DateTimeOffset.MaxValue);
    }
}
