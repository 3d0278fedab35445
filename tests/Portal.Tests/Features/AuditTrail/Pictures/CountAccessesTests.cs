using FluentValidation;
using Portal.Data;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Pictures;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.AuditTrail.Pictures;

public sealed class CountAccessesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    private readonly Actor officer = People.In(Role.ComplianceOfficer);

    [Fact]
    [Trait("Norm", "164.308(a)(1)(ii)(D)")]
    public async Task It_counts_what_a_search_would_find_by_day_and_outcome_on_the_clock_of_the_viewer()
    {
        var entries = new AuditEntries(portal);
        await entries.AddAsync(200, TimeSpan.FromHours(3.1));
        foreach (var (query, fits) in new (AuditQuery, Func<AuditEntry, bool>)[]
        {
            (new(), _ => true),
            (new() { Patient = AuditEntries.Patients[0] }, e => e.Patients.Contains(AuditEntries.Patients[0])),
            (new() { Person = AuditEntries.Staff[1], Outcome = AuditOutcome.Denied }, e => e.Account == AuditEntries.Staff[1] && e.Outcome == AuditOutcome.Denied),
            (new() { Address = "10.1.0.0/16", Node = "node-a" }, e => e.Ip!.ToString().StartsWith("10.1.") && e.Node == "node-a"),
        })
        {
            var asked = query with { From = entries.All[0].At, To = portal.Clock.GetUtcNow() };
            var counts = await portal.Get<CountAccesses>().ForAsync(officer, asked, Oslo, default);

            counts.ReachedTo.ShouldBeNull();
            counts.Stretches[0].From.ShouldBe(asked.From!.Value);
            counts.Stretches.Skip(1).ShouldAllBe(one => TimeZoneInfo.ConvertTime(one.From, Oslo).TimeOfDay == TimeSpan.Zero);
            foreach (var one in counts.Stretches)
            {
                var there = entries.All.Where(e => e.At >= one.From && e.At < one.To && fits(e)).ToList();
                (one.Allowed, one.Denied).ShouldBe((there.Count(e => e.Outcome == AuditOutcome.Allowed), there.Count(e => e.Outcome == AuditOutcome.Denied)));
            }

            counts.Stretches.Sum(one => one.All).ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public async Task Without_a_time_it_is_thirty_days_and_a_decade_is_cut_to_a_year()
    {
        var usual = await portal.Get<CountAccesses>().ForAsync(officer, new(), Oslo, default);
        (usual.Times.To - usual.Times.From, usual.Times.IsShortened).ShouldBe((TimeSpan.FromDays(30), false));
        usual.Stretches.Count.ShouldBeInRange(30, 31);

        var decade = await portal.Get<CountAccesses>().ForAsync(officer, new() { From = portal.Clock.GetUtcNow().AddYears(-10) }, Oslo, default);
        (decade.Times.To - decade.Times.From, decade.Times.IsShortened).ShouldBe((AuditLook.Longest, true));
        decade.Stretches.Count.ShouldBeInRange(52, 54); // weeks
    }

    [Fact]
    public async Task When_time_is_up_it_says_how_far_it_came()
    {
        var counts = new CountAccesses(portal.Get<PortalDatabase>(), portal.Get<AuditLook>(), new BackwardCount(TimeProvider.System) { Patience = TimeSpan.Zero });

        var some = await counts.ForAsync(officer, new(), Oslo, default);

        some.ReachedTo.ShouldBe(some.Stretches[0].From);
        (some.Times.To - some.ReachedTo!.Value).ShouldBeInRange(TimeSpan.FromDays(8), TimeSpan.FromDays(9));
        (await counts.ForAsync(officer, new() { Person = AuditEntries.Staff[0] }, Oslo, default)).ReachedTo.ShouldBeNull(); // an index serves it
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task The_look_is_an_entry_and_who_may_not_search_may_not_look()
    {
        await portal.Get<CountAccesses>().ForAsync(officer, new() { Patient = AuditEntries.Patients[2] }, Oslo, default);
        var nurse = People.In(Role.Nurse);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<CountAccesses>().ForAsync(nurse, new(), Oslo, default));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<CountAccesses>().ForAsync(officer, new() { Address = "ward 3" }, Oslo, default));

        portal.Clock.Advance(TimeSpan.FromSeconds(1)); // a search looks at what came before it
        var found = (await portal.Get<SearchAudit>().ForAsync(officer, new() { From = portal.Clock.GetUtcNow().AddDays(-1), To = portal.Clock.GetUtcNow().AddSeconds(1) }, default)).Items;
        found.Count(item => item.Reason == "picture: time" && item.Patients.Contains(AuditEntries.Patients[2]) && item.Outcome == AuditOutcome.Allowed).ShouldBe(1);
        found.Count(item => item.Person == nurse.Account && item.Outcome == AuditOutcome.Denied).ShouldBe(1);
    }
}
