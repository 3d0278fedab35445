using FluentValidation;
using Portal.Features.AuditTrail.Searches;
using Portal.Kernel.Access;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.AuditTrail.Searches;

public sealed class RenameSearchTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task The_own_search_gets_another_name_and_nobody_elses_does()
    {
        var officer = People.In(Role.ComplianceOfficer);
        var id = (await portal.Get<SaveSearch>().ForAsync(officer, new("before", new()), default))!.Value;

        (await portal.Get<RenameSearch>().ForAsync(People.In(Role.Auditor), id, "theirs", default)).ShouldBeFalse();
        (await portal.Get<RenameSearch>().ForAsync(officer, id, "after", default)).ShouldBeTrue();
        (await portal.Get<ListSearches>().ForAsync(officer, default)).ShouldHaveSingleItem().Name.ShouldBe("after");
        await Should.ThrowAsync<ValidationException>(() => portal.Get<RenameSearch>().ForAsync(officer, id, "", default));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<RenameSearch>().ForAsync(People.Clinician(), id, "x", default));
    }
}
