using Microsoft.EntityFrameworkCore;
using Portal.Features.Staff;
using Portal.Features.Staff.Accounts;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Features.Staff;

[Trait("Norm", "164.308(a)(3)")]
public sealed class LinkAccountTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Directory directory = new(portal);

    [Fact]
    public async Task A_linked_account_has_the_place_of_its_person_and_belongs_to_nobody_else()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var (boss, nurse) = (await directory.People.NewAsync(Role.Clinician), await directory.People.NewAsync(Role.Nurse));
        var above = await directory.AddAsync(administrator);
        var entry = await directory.AddAsync(administrator, directory.Somebody(manager: above) with { Department = "Surgery", Team = "Theatre" });
        await directory.LinkAsync(administrator, above, boss.Id);

        (await directory.LinkAsync(administrator, entry, nurse.Id)).ShouldBe(StaffOutcome.Done);
        (await directory.LinkAsync(administrator, above, nurse.Id)).ShouldBe(StaffOutcome.Taken);

        var place = (await PlaceAsync(nurse))!;
        (place.Entry, place.Department, place.Team).ShouldBe((entry, "Surgery", "Theatre"));
        place.Managers.ShouldBe([boss.Id]);
        (await directory.EntriesAsync(entry)).ShouldContain((AuditAction.Update, AuditOutcome.Allowed, "account-linked"));
        await using var db = portal.Open();
        (await portal.Get<StaffLookup>().AccountsInAsync(db, "Surgery", "Theatre", default)).ShouldBe([nurse.Id]);

        (await portal.Get<LinkAccount>().EndAsync(administrator, entry, nurse.Id, default)).Outcome.ShouldBe(StaffOutcome.Done);
        (await portal.Get<LinkAccount>().EndAsync(administrator, entry, nurse.Id, default)).Outcome.ShouldBe(StaffOutcome.Gone);
        (await PlaceAsync(nurse)).ShouldBeNull();
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task An_entry_or_a_link_that_was_turned_past_the_portal_says_nothing_of_anybody()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var (one, other) = (await directory.People.NewAsync(Role.Nurse), await directory.People.NewAsync(Role.Nurse));
        var (turned, target) = (await directory.AddAsync(administrator), await directory.AddAsync(administrator));
        await directory.LinkAsync(administrator, turned, one.Id);
        await directory.TurnAsync(turned, "Surgery");
        (await PlaceAsync(one)).ShouldBeNull();

        var home = await directory.AddAsync(administrator);
        await directory.LinkAsync(administrator, home, other.Id);
        await using (var db = portal.Open())
        {
            await db.Set<StaffAccount>().Where(a => a.AccountId == other.Id.Value).ExecuteUpdateAsync(set => set.SetProperty(a => a.EntryId, target));
        }

        (await PlaceAsync(other)).ShouldBeNull();
        (await directory.OpenAsync(administrator, target))!.Accounts.Single().IsDamaged.ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_gets_accounts_of_both_sides()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var entry = await directory.AddAsync(administrator);
        await directory.LinkAsync(administrator, entry, (await directory.People.NewAsync(Role.Administrator)).Id);
        (await directory.LinkAsync(administrator, entry, (await directory.People.NewAsync(Role.ComplianceOfficer)).Id)).ShouldBe(StaffOutcome.BothSides);
        (await directory.LinkAsync(administrator, entry, (await directory.People.NewAsync(Role.Clinician)).Id)).ShouldBe(StaffOutcome.Done);
        (await directory.EntriesAsync(entry)).ShouldContain((AuditAction.Update, AuditOutcome.Denied, "directory-BothSides"));
    }

    [Fact]
    public async Task Patients_and_nobodys_accounts_are_not_linked()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var entry = await directory.AddAsync(administrator);
        (await directory.LinkAsync(administrator, entry, (await directory.People.NewAsync(Role.Patient)).Id)).ShouldBe(StaffOutcome.NotStaff);
        (await directory.LinkAsync(administrator, entry, AccountId.New())).ShouldBe(StaffOutcome.NotStaff);
        (await directory.LinkAsync(administrator, Guid.NewGuid(), (await directory.People.NewAsync()).Id)).ShouldBe(StaffOutcome.Gone);
    }

    [Fact]
    public async Task It_wants_an_administrator_and_a_fresh_factor()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => directory.LinkAsync(Directory.Somebody(Role.ComplianceOfficer), Guid.NewGuid(), AccountId.New()));
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<StepUpRequiredException>(() => directory.LinkAsync(administrator, Guid.NewGuid(), AccountId.New()));
    }

    private async Task<StaffPlace?> PlaceAsync(Person person)
    {
        await using var db = portal.Open();
        return (await portal.Get<StaffLookup>().PlacesOfAsync(db, [person.Id], default)).GetValueOrDefault(person.Id);
    }
}
