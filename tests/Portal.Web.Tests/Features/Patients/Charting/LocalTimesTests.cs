using Portal.Web.Features.Patients.Charting;

namespace Portal.Web.Tests.Features.Patients.Charting;

public sealed class LocalTimesTests
{
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    [Theory]
    [InlineData("2026-07-01T12:00", "2026-07-01T10:00Z")]
    [InlineData("2026-01-01T00:30", "2025-12-31T23:30Z")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30Z")] // The clock jumps from 2 to 3: an hour later is meant.
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30Z")] // It comes twice: the first is meant.
    public void A_time_on_the_wall_is_one_moment(string local, string utc) =>
        LocalTimes.ToUtc(DateTime.Parse(local, null), Oslo).ShouldBe(DateTimeOffset.Parse(utc, null));
}
