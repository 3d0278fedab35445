using FluentValidation;
using Portal.Data.Auditing;
using Portal.Features.AuditTrail.Pictures;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.AuditTrail.Pictures;

public sealed class CompareHoursTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    [Fact]
    [Trait("Norm", "164.308(a)(1)(ii)(D)")]
    public async Task A_nurse_at_night_stands_out_against_nurses_who_work_by_day()
    {
        var (day, night) = (Enumerable.Range(0, 4).Select(_ => AccountId.New()).ToList(), AccountId.New());
        var tuesday = new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.FromHours(1));
        foreach (var (nurse, number) in day.Select((nurse, number) => (nurse, number)))
        {
            await AddAsync(nurse, Role.Nurse, tuesday.AddHours(10), 4 + number); // 4, 5, 6, 7
        }

        await AddAsync(night, Role.Nurse, tuesday.AddHours(3), 5);
        await AddAsync(night, Role.Clinician, tuesday.AddHours(12), 2); // another role, less
        portal.Clock.Advance(tuesday.AddDays(3) - portal.Clock.GetUtcNow());

        var compared = await portal.Get<CompareHours>().ForAsync(People.In(Role.ComplianceOfficer), new() { Person = night, From = tuesday.AddDays(-1), To = tuesday.AddDays(2) }, Oslo, default);

        (compared.Role, compared.People, compared.Cells.Count).ShouldBe((Role.Nurse, 5, 168));
        var (at3, at10) = (compared.Cells[24 + 3], compared.Cells[24 + 10]);
        (at3.Day, at3.Hour, at3.Count, at3.Usual, at3.Difference).ShouldBe((DayOfWeek.Tuesday, 3, 5, 0d, 1));
        at3.Last!.Value.ShouldBeInRange(tuesday.AddHours(3), tuesday.AddHours(4));
        (at10.Count, at10.Usual, at10.Difference).ShouldBe((0, 5d, -1)); // of 0, 4, 5, 6, 7
        compared.Cells.Sum(cell => cell.Count).ShouldBe(5);
    }

    [Fact]
    public async Task Somebody_without_an_entry_has_no_week_and_nobody_is_no_question()
    {
        var officer = People.In(Role.ComplianceOfficer);
        (await portal.Get<CompareHours>().ForAsync(officer, new() { Person = AccountId.New() }, Oslo, default)).ShouldSatisfyAllConditions(none => none.Role.ShouldBeNull(), none => none.Cells.ShouldBeEmpty());
        await Should.ThrowAsync<ValidationException>(() => portal.Get<CompareHours>().ForAsync(officer, new(), Oslo, default));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<CompareHours>().ForAsync(People.In(Role.Administrator), new() { Person = AccountId.New() }, Oslo, default));
    }

    [Fact]
    public void The_median_counts_those_who_have_nothing()
    {
        CompareHours.Median([], 10).ShouldBe(0);
        CompareHours.Median([new(0, 4, 5)], 10).ShouldBe(2); // five with 4, five with none
        CompareHours.Median([new(0, 4, 5), new(0, 9, 1)], 6).ShouldBe(4);
        CompareHours.Median([new(0, 1, 1), new(0, 2, 1), new(0, 30, 1)], 3).ShouldBe(2);
        CompareHours.Median([new(0, 7, 2)], 100).ShouldBe(0);
    }

    [Fact]
    public void Hours_follow_the_clock_where_it_is_put_back_and_forward()
    {
        var spring = ClockTimes.Cells(new(2026, 3, 28, 23, 0, 0, TimeSpan.Zero), new(2026, 3, 29, 22, 0, 0, TimeSpan.Zero), Oslo); // the day of 23 hours
        spring.Cells.Select(cell => cell % 24).ShouldBe(Enumerable.Range(0, 24).Where(hour => hour != 2));
        var autumn = ClockTimes.Edges(new(2026, 10, 23, 22, 0, 0, TimeSpan.Zero), new(2026, 10, 27, 23, 0, 0, TimeSpan.Zero), Oslo);
        autumn.Zip(autumn.Skip(1), (from, to) => (to - from).TotalHours).ShouldBe([24, 25, 24, 24]);
    }

    private async Task AddAsync(AccountId who, Role role, DateTimeOffset from, int count)
    {
        var log = portal.Get<AuditLog>();
        var actor = Actor.Person(who, role, SessionId.New(), Origin.Local);
        for (var number = 0; number < count; number++)
        {
            var at = from.AddMinutes(number).ToUniversalTime();
            await log.AppendAsync(
                log.NewEntry(actor, Purpose.Treatment, AuditAction.Read, AuditResource.Patient, DataCategories.Clinical, AuditOutcome.Allowed) with { Id = EntryId.New(at), At = at }, default);
        }
    }
}
