using FluentValidation;
using Portal.Features.AuditTrail.Searches;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.AuditTrail.Searches;

public sealed class RemoveSearchTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task The_own_search_is_gone_with_an_entry_and_nobody_elses_is()
    {
        var officer = People.In(Role.ComplianceOfficer);
        var id = (await portal.Get<SaveSearch>().ForAsync(officer, new("one", new()), default))!.Value;

        (await portal.Get<RemoveSearch>().ForAsync(People.In(Role.Auditor), id, default)).ShouldBeFalse();
        (await portal.Get<RemoveSearch>().ForAsync(officer, id, default)).ShouldBeTrue();
        (await portal.Get<ListSearches>().ForAsync(officer, default)).ShouldBeEmpty();
        (await new Identity.People(portal).EntriesAsync(e => e.ResourceId == id && e.Action == AuditAction.Delete)).ShouldHaveSingleItem();
        await Should.ThrowAsync<ValidationException>(() => portal.Get<RemoveSearch>().ForAsync(officer, Guid.Empty, default));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<RemoveSearch>().ForAsync(People.Clinician(), id, default));
    }
}
