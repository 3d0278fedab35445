using Portal.Features.Findings;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.Findings;

public sealed class CountFindingsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Open_and_overdue_ones_are_counted_for_who_may_see_them_alone()
    {
        var rows = new FindingRows(portal);
        await rows.RaiseAsync(severity: FindingSeverity.High);
        portal.Clock.Advance(TimeSpan.FromDays(4));
        await rows.RaiseAsync();

        (await CountAsync(People.In(Role.ComplianceOfficer))).ShouldBe(new FindingCounts(2, 1));
        (await CountAsync(People.In(Role.Auditor))).ShouldBe(new FindingCounts(2, 1));
        (await CountAsync(People.In(Role.Clinician))).ShouldBe(FindingCounts.None);
        (await CountAsync(Actor.Anonymous)).ShouldBe(FindingCounts.None);
    }

    private Task<FindingCounts> CountAsync(Actor actor) => portal.Get<CountFindings>().ForAsync(actor, default);
}
