using Portal.Features.Staff;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Staff;

public sealed class OpenStaffEntryTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Directory directory = new(portal);

    [Fact]
    public async Task A_person_is_shown_with_manager_reports_and_accounts_by_entry_and_by_account()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var boss = await directory.AddAsync(administrator, directory.Somebody("Big Boss"));
        var person = await directory.AddAsync(administrator, directory.Somebody("Some One", boss));
        var below = await directory.AddAsync(administrator, directory.Somebody("Low Er", person));
        var nurse = await directory.People.NewAsync(Role.Nurse);
        (await directory.LinkAsync(administrator, person, nurse.Id)).ShouldBe(StaffOutcome.Done);
        await directory.People.DisableAsync(nurse.Id);

        var view = (await directory.OpenAsync(administrator, person))!;

        (view.Manager!.Name, view.Reports.Single().Id).ShouldBe(("Big Boss", below));
        var account = view.Accounts.Single();
        (account.Id, account.Role, account.IsOpen, account.IsDamaged).ShouldBe((nurse.Id, Role.Nurse, false, false));
        (await portal.Get<OpenStaffEntry>().OfAccountAsync(administrator, nurse.Id, default))!.Id.ShouldBe(person);
        (await portal.Get<OpenStaffEntry>().OfAccountAsync(administrator, AccountId.New(), default)).ShouldBeNull();
        (await directory.OpenAsync(administrator, Guid.NewGuid())).ShouldBeNull();
    }

    [Theory]
    [InlineData(Role.Auditor, true)]
    [InlineData(Role.Clinician, false)]
    [InlineData(Role.BillingClerk, false)]
    public async Task Who_may_look_does_and_each_look_is_an_entry(Role role, bool may)
    {
        var (actor, id) = (Directory.Somebody(role), Guid.NewGuid());
        Task look = may ? directory.OpenAsync(actor, id) : Should.ThrowAsync<UnauthorizedAccessException>(() => directory.OpenAsync(actor, id));
        await look;
        (await directory.EntriesAsync(id)).ShouldBe([(AuditAction.Read, may ? AuditOutcome.Allowed : AuditOutcome.Denied, null)]);
    }
}
