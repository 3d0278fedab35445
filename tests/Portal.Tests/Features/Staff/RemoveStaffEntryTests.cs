using Portal.Features.Staff;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Staff;

[Trait("Norm", "Art. 17")]
public sealed class RemoveStaffEntryTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Directory directory = new(portal);

    private async Task<StaffOutcome> RemoveAsync(Actor actor, Guid id) => (await portal.Get<RemoveStaffEntry>().ForAsync(actor, id, default)).Outcome;

    [Fact]
    public async Task An_entry_goes_with_its_links_once_nobody_has_it_as_manager()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var boss = await directory.AddAsync(administrator);
        var below = await directory.AddAsync(administrator, directory.Somebody(manager: boss));
        var nurse = await directory.People.NewAsync(Role.Nurse);
        await directory.LinkAsync(administrator, boss, nurse.Id);

        (await RemoveAsync(administrator, boss)).ShouldBe(StaffOutcome.Manages);
        (await RemoveAsync(administrator, below)).ShouldBe(StaffOutcome.Done);
        (await RemoveAsync(administrator, boss)).ShouldBe(StaffOutcome.Done);
        (await RemoveAsync(administrator, boss)).ShouldBe(StaffOutcome.Gone);

        (await directory.OpenAsync(administrator, boss)).ShouldBeNull();
        (await portal.Get<OpenStaffEntry>().OfAccountAsync(administrator, nurse.Id, default)).ShouldBeNull();
        (await directory.People.SignInAsync(nurse)).ShouldNotBeNull(); // the account is as it was
        (await directory.EntriesAsync(boss)).ShouldContain((AuditAction.Delete, AuditOutcome.Allowed, null));
    }

    [Fact]
    public async Task It_wants_an_administrator_and_a_fresh_factor()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => RemoveAsync(Directory.Somebody(Role.Auditor), Guid.NewGuid()));
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<StepUpRequiredException>(() => RemoveAsync(administrator, Guid.NewGuid()));
    }
}
