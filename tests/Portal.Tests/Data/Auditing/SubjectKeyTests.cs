using Portal.Data.Auditing;

namespace Portal.Tests.Data.Auditing;

public sealed class SubjectKeyTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 30, 23, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(40, 3)]
    [InlineData(24 * 30, 31)]
    [InlineData(24 * 4_000, 32)]
    public void A_stretch_of_time_has_a_key_for_each_day_and_never_more_than_there_are(int hours, int keys)
    {
        var within = SubjectKey.Within(7, Start, Start.AddHours(hours));

        within.Distinct().Count().ShouldBe(keys);
        within.Length.ShouldBe(keys);
        within.ShouldContain(SubjectKey.Of(7, Start));
        within.ShouldContain(SubjectKey.Of(7, Start.AddHours(hours)));
    }

    [Fact]
    public void Within_a_month_no_two_days_and_no_two_subjects_share_a_key() =>
        Enumerable.Range(1, 3).SelectMany(subject => SubjectKey.Within(subject, Start, Start.AddDays(30))).Distinct().Count().ShouldBe(93);

    [Fact]
    public void Backwards_there_is_nothing() => SubjectKey.Within(7, Start, Start.AddHours(-1)).ShouldBeEmpty();

    [Fact]
    public void Days_before_1970_have_keys_too() => SubjectKey.Of(1, DateTimeOffset.MinValue).ShouldBeInRange(32, 63);
}
