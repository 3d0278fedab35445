using Portal.Features.AuditTrail.Pictures;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.AuditTrail.Pictures;

public sealed class RankRefusalsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    [Trait("Norm", "164.308(a)(5)(ii)(C)")]
    public async Task Refusals_are_counted_by_person_and_by_network()
    {
        var entries = new AuditEntries(portal);
        await entries.AddAsync(200, TimeSpan.FromHours(2.5)); // more than one step of counting
        var denied = entries.All.Where(e => e.Outcome == AuditOutcome.Denied).ToList();

        var ranked = await portal.Get<RankRefusals>().ForAsync(
            People.In(Role.ComplianceOfficer), new() { From = entries.All[0].At, To = portal.Clock.GetUtcNow(), Outcome = AuditOutcome.Allowed }, TimeZoneInfo.Utc, default);

        ranked.ReachedTo.ShouldBeNull();
        ranked.People.Select(one => (one.Person, one.All)).ShouldBe(denied.GroupBy(e => e.Account).Select(group => (group.Key, (long)group.Count())), ignoreOrder: true);
        ranked.People.Select(one => one.All).ShouldBeInOrder(SortDirection.Descending);
        ranked.Networks.Select(one => (one.Network, one.Count)).ShouldBe(
            denied.GroupBy(e => e.Ip!.ToString() switch { ['1', '0', '.', '1', ..] => "10.1.0.0/24", ['1', '0', ..] => "10.2.0.0/24", _ => "2001:db8::/48" }).Select(group => ((string?)group.Key, (long)group.Count())),
            ignoreOrder: true);
        ranked.Networks[0].Last.ShouldBeGreaterThan(entries.All[0].At);
    }

    [Fact]
    public async Task Who_may_not_search_may_not_look() =>
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<RankRefusals>().ForAsync(People.In(Role.FrontDesk), new(), TimeZoneInfo.Utc, default));
}
