using Portal.Features.AuditTrail.Exports;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.AuditTrail.Exports;

public sealed class ListAuditExportsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Exporting exports = new(portal);

    [Fact]
    public async Task A_person_sees_the_own_exports_with_their_searches_and_the_key_and_nobody_elses()
    {
        var (officer, other) = (await exports.OfficerAsync(), await exports.OfficerAsync());
        var query = new Portal.Features.AuditTrail.AuditQuery { Patient = PatientId.New(), Address = "10.1.0.0/16", Role = Role.Nurse, From = portal.Clock.GetUtcNow() };
        var id = await exports.AskAsync(officer, query);

        var list = await portal.Get<ListAuditExports>().ForAsync(officer, default);
        list.Items.ShouldHaveSingleItem().Query.ShouldBe(query);
        list.Items[0].Id.ShouldBe(id);
        list.Key.ShouldNotBeNull().Length.ShouldBe(64);
        (await portal.Get<ListAuditExports>().ForAsync(other, default)).Items.ShouldBeEmpty();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ListAuditExports>().ForAsync(Patients.People.Clinician(), default));
    }
}
