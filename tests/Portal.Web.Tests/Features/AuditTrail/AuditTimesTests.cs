using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Web.Features.AuditTrail;

namespace Portal.Web.Tests.Features.AuditTrail;

public sealed class AuditTimesTests
{
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    // A Tuesday.
    private static readonly DateTime Today = new(2026, 3, 3);

    [Theory]
    [InlineData("Today", "2026-03-03", "2026-03-04")]
    [InlineData("Yesterday", "2026-03-02", "2026-03-03")]
    [InlineData("Week", "2026-02-25", "2026-03-04")]
    [InlineData("Month", "2026-03-01", "2026-03-04")]
    public void Each_named_range_ends_before_its_end(string name, string from, string to) =>
        AuditTimes.Named(name, Today).ShouldBe(new AuditTimes(DateTime.Parse(from), DateTime.Parse(to)));

    [Theory]
    [InlineData(DayOfWeek.Monday, "2026-03-02")]
    [InlineData(DayOfWeek.Tuesday, "2026-02-24")]
    [InlineData(DayOfWeek.Wednesday, "2026-02-25")]
    public void Last_Tuesday_seen_from_a_Tuesday_is_a_week_ago(DayOfWeek day, string on) => AuditTimes.Last(day, Today).ShouldBe(AuditTimes.Day(DateTime.Parse(on)));

    [Theory]
    [InlineData("Yesterday", "2026-03-02", "2026-03-03")]
    [InlineData("Week", "2026-02-25", "2026-03-04")]
    [InlineData("Tuesday", "2026-02-24", "2026-02-25")]
    [InlineData("Tuesday@15", "2026-02-24 15:00", "2026-02-24 16:00")]
    public void A_span_that_is_kept_moves_with_the_day_it_is_seen_from(string span, string from, string to)
    {
        var times = new AuditTimes(DateTime.Parse(from), DateTime.Parse(to));
        AuditTimes.Of(span, Today).ShouldBe(times);
        AuditTimes.Of(span, Today.AddDays(7)).ShouldBe(new AuditTimes(times.From.AddDays(7), times.To.AddDays(7)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Tomorrow")]
    [InlineData("2")]
    [InlineData("Tuesday@24")]
    [InlineData("Tuesday@-1")]
    [InlineData("Tuesday@1@2")]
    public void What_is_no_span_has_no_times(string? span) => AuditTimes.Of(span, Today).ShouldBeNull();

    [Fact]
    public void Last_Tuesday_at_three_is_one_hour_of_the_viewers_clock()
    {
        var times = AuditTimes.Hour(AuditTimes.Last(DayOfWeek.Tuesday, Today).From, 15);

        AuditTimes.Utc(times.From, Oslo, isEnd: false).ShouldBe(new DateTimeOffset(2026, 2, 24, 14, 0, 0, TimeSpan.Zero));
        AuditTimes.Utc(times.To, Oslo, isEnd: true).ShouldBe(new DateTimeOffset(2026, 2, 24, 15, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public void An_hour_that_comes_twice_is_taken_whole_and_one_that_is_left_out_begins_with_the_next()
    {
        var twice = AuditTimes.Hour(new DateTime(2026, 10, 25), 2);
        (AuditTimes.Utc(twice.To, Oslo, isEnd: true) - AuditTimes.Utc(twice.From, Oslo, isEnd: false)).ShouldBe(TimeSpan.FromHours(2));

        // The hour before it is one hour, and its end is the beginning of the first of the two.
        var before = AuditTimes.Hour(new DateTime(2026, 10, 25), 1);
        (AuditTimes.Utc(before.To, Oslo, isEnd: true) - AuditTimes.Utc(before.From, Oslo, isEnd: false)).ShouldBe(TimeSpan.FromHours(1));

        AuditTimes.Utc(new DateTime(2026, 3, 29, 2, 30, 0), Oslo, isEnd: false).ShouldBe(new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero));
        AuditTimes.Utc(new DateTime(2026, 3, 29, 3, 0, 0), Oslo, isEnd: true).ShouldBe(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero));
    }
}

public sealed class AuditAddressTests
{
    private static readonly AuditQuery Whole = new()
    {
        Patient = PatientId.New(), Person = AccountId.New(), Session = SessionId.New(), Role = Role.Nurse, Action = AuditAction.Read,
        Data = DataCategories.Clinical | DataCategories.Billing, Outcome = AuditOutcome.Denied, Purpose = Purpose.Treatment, IsBreakGlass = true,
        From = new DateTimeOffset(2026, 3, 3, 14, 0, 0, TimeSpan.Zero), To = new DateTimeOffset(2026, 3, 3, 15, 0, 0, 123, TimeSpan.Zero),
    };

    [Fact]
    public void A_search_comes_back_from_its_address() => AuditAddress.Read(new Uri("https://portal.example" + AuditAddress.Of(Whole))).ShouldBe(Whole);

    [Fact]
    [Trait("Norm", "164.502(b), .514(d)")]
    public void A_network_address_and_a_machine_are_in_no_address() =>
        AuditAddress.Of(Whole with { Address = "10.1.2.3", Node = "ward-3" }).ShouldBe(AuditAddress.Of(Whole));

    [Theory]
    [InlineData("?role=77&did=nothing&outcome=9&purpose=x&patient=me&from=yesterday&data=words&glass=yes")]
    [InlineData("?like=1")]
    [InlineData("")]
    public void What_an_address_says_wrongly_is_left_out(string query)
    {
        AuditAddress.Read(new Uri("https://portal.example/audit" + query)).ShouldBe(new AuditQuery());
        AuditAddress.LikeOf(new Uri("https://portal.example/audit" + query)).ShouldBeNull();
    }
}
