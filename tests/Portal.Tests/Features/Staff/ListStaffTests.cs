using FluentValidation;
using Portal.Features.Staff;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Staff;

public sealed class ListStaffTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Directory directory = new(portal);

    private Task<StaffFound> ListAsync(Actor actor, StaffQuery query) => portal.Get<ListStaff>().ForAsync(actor, query, default);

    [Fact]
    public async Task People_are_found_by_name_number_licence_place_employment_and_missing_account()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var boss = await directory.AddAsync(administrator, directory.Somebody("Berit Ås") with { Department = "Surgery", Team = "Theatre" });
        var left = await directory.AddAsync(administrator, directory.Somebody("Carl Left", boss) with { Department = "Surgery", Team = null, EmployedTo = Directory.Today.AddDays(-1), Licence = "LN 55", Number = "S-77" });
        var linked = await directory.AddAsync(administrator, directory.Somebody("Dora Linked") with { Department = "Surgery", EmployedFrom = Directory.Today.AddDays(3) });
        await directory.LinkAsync(administrator, linked, (await directory.People.NewAsync(Role.Nurse)).Id);

        async Task<IEnumerable<Guid>> FindAsync(StaffQuery query) => (await ListAsync(administrator, query)).Page.Items.Select(item => item.Id);
        (await FindAsync(new() { Text = "aas ber" })).ShouldBeEmpty();
        (await FindAsync(new() { Text = "as ber" })).ShouldBe([boss]);
        (await FindAsync(new() { Text = "s77" })).ShouldBe([left]);
        (await FindAsync(new() { Text = "ln-55" })).ShouldBe([left]);
        (await FindAsync(new() { Department = "Surgery" })).ShouldBe([boss, left, linked]);
        (await FindAsync(new() { Department = "Surgery", Team = "Theatre" })).ShouldBe([boss]);
        (await FindAsync(new() { Department = "Surgery", Employment = Employment.Ended })).ShouldBe([left]);
        (await FindAsync(new() { Department = "Surgery", Employment = Employment.Coming })).ShouldBe([linked]);
        (await FindAsync(new() { Department = "Surgery", Employment = Employment.Here })).ShouldBe([boss]);
        (await FindAsync(new() { Department = "Surgery", IsWithoutAccount = true })).ShouldBe([boss, left]);
        var item = (await ListAsync(administrator, new() { Text = "carl" })).Page.Items.Single();
        (item.Manager, item.Employment, item.Accounts).ShouldBe(("Berit Ås", Employment.Ended, 0));
        (await ListAsync(administrator, new())).Units.Single(unit => unit.Department == "Surgery").Teams.ShouldBe(["Theatre", "Ward 1"]);
    }

    [Fact]
    public async Task Pages_hold_everybody_once_by_name()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        for (var n = 0; n <= ListStaff.PageSize; n++)
        {
            await directory.AddAsync(administrator, directory.Somebody($"Paged {n:000}") with { Department = "Paging" });
        }

        var first = await ListAsync(administrator, new() { Department = "Paging" });
        var second = await ListAsync(administrator, new() { Department = "Paging", Cursor = first.Page.Next });
        (first.Page.Items.Count, second.Page.Items.Count, second.Page.Next, first.Found).ShouldBe((ListStaff.PageSize, 1, null, ListStaff.PageSize + 1));
        first.Page.Items.Concat(second.Page.Items).Select(item => item.Name).ShouldBe(Enumerable.Range(0, ListStaff.PageSize + 1).Select(n => $"Paged {n:000}"));
    }

    [Theory]
    [InlineData(Role.Administrator, true)]
    [InlineData(Role.ComplianceOfficer, true)]
    [InlineData(Role.Auditor, true)]
    [InlineData(Role.Clinician, false)]
    [InlineData(Role.FrontDesk, false)]
    [InlineData(Role.Patient, false)]
    [Trait("Norm", "164.312(b)")]
    public async Task Who_may_look_does_and_each_look_is_an_entry_without_what_was_looked_for(Role role, bool may)
    {
        var actor = Directory.Somebody(role);
        var query = new StaffQuery { Text = "somebody" };
        Task look = may ? ListAsync(actor, query) : Should.ThrowAsync<UnauthorizedAccessException>(() => ListAsync(actor, query));
        await look;
        var entry = (await directory.People.EntriesAsync(e => e.Account == actor.Account)).ShouldHaveSingleItem();
        (entry.Action, entry.Resource, entry.Outcome, entry.Reason).ShouldBe((AuditAction.Search, AuditResource.PractitionerRole, may ? AuditOutcome.Allowed : AuditOutcome.Denied, null));
    }

    [Fact]
    public async Task A_query_that_cannot_be_is_refused()
    {
        foreach (var wrong in new StaffQuery[] { new() { Cursor = "x" }, new() { Text = new string('a', 101) }, new() { Employment = (Employment)9 } })
        {
            await Should.ThrowAsync<ValidationException>(() => ListAsync(Directory.Somebody(Role.Administrator), wrong));
        }
    }
}
