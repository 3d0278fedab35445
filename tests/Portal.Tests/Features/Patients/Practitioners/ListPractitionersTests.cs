using FluentValidation;
using Portal.Features.Patients.Practitioners;
using Portal.Features.Staff;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Patients.Practitioners;

public sealed class ListPractitionersTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Each_practitioner_is_listed_once_as_imported_last_and_found_by_name_and_number()
    {
        using var room = new PractitionerRoom(portal);
        var administrator = await room.Directory.Invited.AdministratorAsync();
        await room.ImportAsync(("p1", "Quintero"), ("p2", "Rossi"));
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        await room.ImportAsync(("p1", "Quintero-Vega"), ("p2", "Rossi"));

        var all = await room.ListAsync(administrator);
        (all.All, all.Found).ShouldBe((2, 2));
        all.Items.Select(item => (item.Name, item.Identifier, item.Person)).ShouldBe([("Uma Quintero-Vega", "NPI-p1", null), ("Uma Rossi", "NPI-p2", null)]);
        (await room.ListAsync(administrator, "veg um")).Items.Single().Identifier.ShouldBe("NPI-p1");
        (await room.ListAsync(administrator, "NPI-p2")).Items.Single().Name.ShouldBe("Uma Rossi");
    }

    [Fact]
    [Trait("Norm", "164.502(b), .514(d)")]
    public async Task It_is_for_administrators_and_an_entry_without_what_was_looked_for()
    {
        using var room = new PractitionerRoom(portal);
        var administrator = Staff.Directory.Somebody(Role.Administrator);
        await room.ListAsync(administrator, "somebody");
        var entry = (await room.Directory.People.EntriesAsync(e => e.Account == administrator.Account)).ShouldHaveSingleItem();
        (entry.Action, entry.Resource, entry.Reason, entry.Patients.Count).ShouldBe((AuditAction.Search, AuditResource.PractitionerRole, "practitioners", 0));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => room.ListAsync(Staff.Directory.Somebody(Role.Clinician)));
        await Should.ThrowAsync<ValidationException>(() => room.ListAsync(administrator, new string('a', 101)));
        typeof(PractitionerItem).GetProperties().Select(one => one.Name).ShouldBe(["Key", "Name", "Identifier", "ImportedAt", "Person"]);
    }
}
