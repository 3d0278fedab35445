using FsCheck;
using FsCheck.Fluent;
using Portal.Features.Patients.Care;
using Portal.Kernel;
using Portal.Kernel.Access;
using AccessRole = Portal.Kernel.Access.Role;

namespace Portal.Tests.Features.Patients.Care;

[Trait("Norm", "164.308(a)(4)")]
public sealed class CareRulesTests
{
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    // Days from a first one; an end may be missing, or lie before the start.
    private static readonly Arbitrary<Course> Courses =
        (from ties in Gen.ArrayOf(
            from source in Gen.Elements(CareSource.Assigned, CareSource.Encounter, CareSource.Referral, (CareSource)9)
            from start in Gen.Choose(-40, 0)
            from end in Gen.Frequency((1, Gen.Constant<int?>(null)), (3, Gen.Choose(-50, 60).Select(day => (int?)day)))
            select new Tie(source, Day.AddDays(start), end is { } day ? Day.AddDays(day) : null))
         from first in Gen.Choose(0, 60)
         from later in Gen.Choose(0, 30)
         from sensitive in Gen.Elements(true, false)
         select new Course(ties, Day.AddDays(first), Day.AddDays(first + later), sensitive)).ToArbitrary();

    private delegate bool Rule(CareSource source, DateTimeOffset start, DateTimeOffset? end, DateTimeOffset now);

    [Fact]
    public void What_has_lapsed_never_opens_again() => Law(
        rule => course => IsOpen(course, rule, course.First) || !IsOpen(course, rule, course.Later),
        (_, start, _, now) => (now - start).Days % 2 == 0);

    [Fact]
    public void Nothing_but_the_team_holds_without_an_end() => Law(
        rule => course => course.Ties.All(tie => tie.Source == CareSource.Assigned || tie.End is not null || !rule(tie.Source, tie.Start, tie.End, course.First)),
        (_, start, end, now) => start <= now && (end is null || now < end));

    [Fact]
    public void What_comes_from_nowhere_known_ties_nobody() => Law(
        rule => course => course.Ties.All(tie => Enum.IsDefined(tie.Source) || !rule(tie.Source, tie.Start, tie.End, course.First)),
        (_, start, end, now) => start <= now && now < (end ?? DateTimeOffset.MaxValue));

    [Fact]
    public void A_tie_that_ended_before_it_began_ties_never() => Law(
        rule => course => course.Ties.All(tie => !(tie.End < tie.Start) || !rule(tie.Source, tie.Start, tie.End, course.First)),
        (_, _, end, now) => end is null || now.AddDays(-100) < end);

    [Theory]
    [InlineData(CareSource.Assigned)]
    [InlineData(CareSource.Encounter)]
    [InlineData(CareSource.Referral)]
    public void It_holds_from_its_start_on_and_no_more_at_its_end(CareSource source)
    {
        var end = Day.AddDays(3);
        var microsecond = TimeSpan.FromMicroseconds(1);

        CareRules.Holds(source, Day, end, Day - microsecond).ShouldBeFalse();
        CareRules.Holds(source, Day, end, Day).ShouldBeTrue();
        CareRules.Holds(source, Day, end, end - microsecond).ShouldBeTrue();
        CareRules.Holds(source, Day, end, end).ShouldBeFalse();
    }

    [Fact]
    public void An_encounter_ties_thirty_days_around_it()
    {
        var span = CareRules.OfEncounter(Day, Day.AddHours(2), Day.AddYears(1))!.Value;

        span.Start.ShouldBe(Day.AddDays(-30));
        span.End.ShouldBe(Day.AddHours(2).AddDays(30));
    }

    [Theory]
    [InlineData(-5, 30)] // begins only in five days
    [InlineData(0, 30)]
    [InlineData(10, 40)]
    [InlineData(365, 395)]
    [InlineData(4_000, 395)]
    public void An_encounter_without_an_end_counts_until_now_and_for_a_year_at_most(int daysSince, int endsAfterDays) =>
        CareRules.OfEncounter(Day, null, Day.AddDays(daysSince))!.Value.End.ShouldBe(Day.AddDays(endsAfterDays));

    [Fact]
    public void An_encounter_that_ended_before_it_began_ties_nobody() => CareRules.OfEncounter(Day, Day.AddSeconds(-1), Day).ShouldBeNull();

    [Fact]
    public void Times_at_the_edge_of_the_calendar_stop_nothing()
    {
        CareRules.OfEncounter(DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Day)!.Value.ShouldBe(new CareSpan(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));
        CareRules.OfEncounter(DateTimeOffset.MaxValue, null, Day)!.Value.End.ShouldBe(DateTimeOffset.MaxValue);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(90, 90)]
    [InlineData(365, 365)]
    [InlineData(366, 365)]
    [InlineData(0, 1)]
    public void A_referral_holds_its_days_and_never_longer_than_a_year(int days, int holds) => CareRules.OfReferral(Day, days).ShouldBe(new CareSpan(Day, Day.AddDays(holds)));

    private static bool IsOpen(Course course, Rule rule, DateTimeOffset now)
    {
        var patient = default(PatientId);
        var facts = course.Ties.Where(tie => rule(tie.Source, tie.Start, tie.End, now))
            .Select(tie => new PatientFact(patient, tie.Source == CareSource.Assigned ? Fact.OnTeam : Fact.InCare));
        return Judgement.Of(
            AccessRole.Clinician, Permission.ReadClinical, Purpose.Treatment, patient, course.IsSensitive ? facts.Append(new PatientFact(patient, Fact.Sensitive)) : facts).Opens;
    }

    private static void Law(Func<Rule, Func<Course, bool>> law, Rule broken)
    {
        Prop.ForAll(Courses, law(CareRules.Holds)).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithQuietOnSuccess(true));
        Should.Throw<Exception>(() => Prop.ForAll(Courses, law(broken)).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithQuietOnSuccess(true)));
    }

    private sealed record Tie(CareSource Source, DateTimeOffset Start, DateTimeOffset? End);

    private sealed record Course(Tie[] Ties, DateTimeOffset First, DateTimeOffset Later, bool IsSensitive);
}
