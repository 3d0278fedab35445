using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Staff;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Staff;

[Trait("Norm", "164.308(a)(3)")]
public sealed class AddStaffEntryTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Directory directory = new(portal);

    [Fact]
    public async Task What_was_entered_is_shown_and_the_log_says_that_it_was()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var person = directory.Somebody("  Ada   Quist ") with { Licence = "MD-1", Profession = "Physician", Email = "ada@hospital.example", Phone = "+1 555 0100", EmployedTo = Directory.Today.AddDays(5) };

        var id = await directory.AddAsync(administrator, person);

        var view = (await directory.OpenAsync(administrator, id))!;
        view.Person.ShouldBe(person with { Name = "Ada Quist" });
        (view.Employment, view.IsDamaged, view.Version).ShouldBe((Employment.Here, false, 1));
        (await directory.EntriesAsync(id)).ShouldContain((AuditAction.Create, AuditOutcome.Allowed, null));
    }

    [Fact]
    [Trait("Norm", "Art. 32(1)(a)")]
    public async Task Names_numbers_and_ways_to_reach_people_are_in_no_column_as_they_are()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var id = await directory.AddAsync(administrator, directory.Somebody("Quintessa Plainname") with { Licence = "LIC77777", Phone = "+1 555 0188", Email = "quintessa@hospital.example", Profession = "Plainprofession" });
        var row = (string)(await portal.Database.RunAsync(DatabaseRole.Superuser, "SELECT encode(convert_to(e::text, 'UTF8'), 'escape') FROM staff.entries e WHERE id = $1", id))!;
        foreach (var plain in new[] { "Quintessa", "Plainname", "LIC77777", "0188", "Plainprofession" })
        {
            row.ShouldNotContain(plain, Case.Insensitive);
        }

        row.ShouldContain("Cardiology"); // what is said to be plain is
    }

    [Fact]
    public async Task A_staff_number_belongs_to_one_person_however_it_is_written()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        await directory.AddAsync(administrator, directory.Somebody() with { Number = "AB-100" });
        (await portal.Get<AddStaffEntry>().ForAsync(administrator, directory.Somebody() with { Number = "ab 100" }, default)).Outcome.ShouldBe(StaffOutcome.NumberTaken);
    }

    [Fact]
    public async Task A_manager_must_be_in_the_directory()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        (await portal.Get<AddStaffEntry>().ForAsync(administrator, directory.Somebody(manager: Guid.NewGuid()), default)).Outcome.ShouldBe(StaffOutcome.ManagerGone);
    }

    [Fact]
    public async Task It_wants_fields_that_can_be_an_administrator_and_a_fresh_factor()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        foreach (var wrong in new[]
        {
            directory.Somebody() with { Number = " " }, directory.Somebody() with { Name = "" }, directory.Somebody() with { Department = "" }, directory.Somebody() with { Email = "no address" },
            directory.Somebody() with { EmployedTo = Directory.Today.AddDays(-200) }, directory.Somebody() with { EmployedFrom = default }, directory.Somebody() with { Name = "a\nb" },
        })
        {
            await Should.ThrowAsync<ValidationException>(() => portal.Get<AddStaffEntry>().ForAsync(administrator, wrong, default));
        }

        foreach (var role in new[] { Role.ComplianceOfficer, Role.Auditor, Role.Clinician, Role.FrontDesk })
        {
            await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<AddStaffEntry>().ForAsync(Directory.Somebody(role), directory.Somebody(), default));
        }

        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<StepUpRequiredException>(() => portal.Get<AddStaffEntry>().ForAsync(administrator, directory.Somebody(), default));
    }
}
