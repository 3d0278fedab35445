using Portal.Features.AuditTrail.Searches;
using Portal.Kernel.Access;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.AuditTrail.Searches;

public sealed class ListSearchesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_person_sees_the_own_ones_by_name_and_nobody_elses()
    {
        var (officer, other) = (People.In(Role.ComplianceOfficer), People.In(Role.Auditor));
        await portal.Get<SaveSearch>().ForAsync(officer, new("zebra", new()), default);
        await portal.Get<SaveSearch>().ForAsync(officer, new("Adam", new()), default);

        (await portal.Get<ListSearches>().ForAsync(officer, default)).Select(item => item.Name).ShouldBe(["Adam", "zebra"]);
        (await portal.Get<ListSearches>().ForAsync(other, default)).ShouldBeEmpty();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ListSearches>().ForAsync(People.Clinician(), default));
    }
}
