using FluentValidation;
using Portal.Features.AuditTrail;
using Portal.Features.AuditTrail.Searches;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Tests.Features.Patients;

namespace Portal.Tests.Features.AuditTrail.Searches;

public sealed class SaveSearchTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_search_is_kept_as_it_is_with_an_entry_and_nothing_of_it_is_readable_in_the_database()
    {
        var officer = People.In(Role.ComplianceOfficer);
        var query = new AuditQuery { Patient = PatientId.New(), Address = "10.1.2.3", Outcome = AuditOutcome.Denied, Data = DataCategories.Clinical | DataCategories.Billing, Span = "Tuesday@15" };
        var id = (await portal.Get<SaveSearch>().ForAsync(officer, new("  Refusals of Anna Exempel ", query with { Cursor = null }), default)).ShouldNotBeNull();

        var item = (await portal.Get<ListSearches>().ForAsync(officer, default)).ShouldHaveSingleItem();
        (item.Id, item.Name, item.Query).ShouldBe((id, "Refusals of Anna Exempel", query));
        (await new Identity.People(portal).EntriesAsync(e => e.ResourceId == id)).ShouldHaveSingleItem().Action.ShouldBe(AuditAction.Create);
        (await portal.Database.AsSuperuserAsync("SELECT count(*) FROM trail.searches WHERE position('Anna'::bytea IN protected_name) > 0 OR position('10.1.2.3'::bytea IN protected_query) > 0")).ShouldBe(0L);
    }

    [Fact]
    public async Task Fifty_are_kept_and_no_more_and_a_name_has_some_letters()
    {
        var officer = People.In(Role.ComplianceOfficer);
        for (var number = 0; number < SaveSearch.Most; number++)
        {
            (await portal.Get<SaveSearch>().ForAsync(officer, new($"{number}", new()), default)).ShouldNotBeNull();
        }

        (await portal.Get<SaveSearch>().ForAsync(officer, new("one more", new()), default)).ShouldBeNull();
        await Should.ThrowAsync<ValidationException>(() => portal.Get<SaveSearch>().ForAsync(officer, new("  ", new()), default));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<SaveSearch>().ForAsync(officer, new(new string('x', 81), new()), default));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<SaveSearch>().ForAsync(officer, new("x", new() { Address = "no" }), default));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<SaveSearch>().ForAsync(People.Clinician(), new("x", new()), default));
    }
}
