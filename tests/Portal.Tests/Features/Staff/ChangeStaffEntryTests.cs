using FluentValidation;
using Portal.Features.Staff;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Staff;

[Trait("Norm", "164.308(a)(3)")]
public sealed class ChangeStaffEntryTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Directory directory = new(portal);

    [Fact]
    public async Task The_log_says_which_fields_were_changed_and_nothing_of_their_values()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var id = await directory.AddAsync(administrator);

        (await directory.ChangeAsync(administrator, id, person => person with { Team = "Ward 7", Licence = "RN-9" })).ShouldBe(StaffOutcome.Done);
        (await directory.ChangeAsync(administrator, id, person => person)).ShouldBe(StaffOutcome.Same);

        var view = (await directory.OpenAsync(administrator, id))!;
        (view.Person.Team, view.Person.Licence, view.Version, view.IsDamaged).ShouldBe(("Ward 7", "RN-9", 2, false));
        (await directory.EntriesAsync(id)).ShouldContain((AuditAction.Update, AuditOutcome.Allowed, $"staff-changed {(int)StaffField.Team} {(int)StaffField.Licence}"));
    }

    [Fact]
    public async Task A_circle_of_managers_is_refused_however_long_it_is()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var top = await directory.AddAsync(administrator);
        var middle = await directory.AddAsync(administrator, directory.Somebody(manager: top));
        var low = await directory.AddAsync(administrator, directory.Somebody(manager: middle));

        (await directory.ChangeAsync(administrator, top, person => person with { Manager = top })).ShouldBe(StaffOutcome.Circle);
        (await directory.ChangeAsync(administrator, top, person => person with { Manager = low })).ShouldBe(StaffOutcome.Circle);
        (await directory.ChangeAsync(administrator, low, person => person with { Manager = top })).ShouldBe(StaffOutcome.Done);
        (await directory.EntriesAsync(top)).ShouldContain((AuditAction.Update, AuditOutcome.Denied, "directory-Circle"));
    }

    [Fact]
    public async Task Two_who_make_each_other_managers_at_once_make_no_circle()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var (one, other) = (await directory.AddAsync(administrator), await directory.AddAsync(administrator));
        var outcomes = await Task.WhenAll(
            directory.ChangeAsync(administrator, one, person => person with { Manager = other }), directory.ChangeAsync(administrator, other, person => person with { Manager = one }));
        outcomes.Order().ShouldBe([StaffOutcome.Done, StaffOutcome.Circle]);
    }

    [Fact]
    public async Task Of_two_who_change_the_same_the_slower_one_is_told()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var id = await directory.AddAsync(administrator);
        var seen = (await directory.OpenAsync(administrator, id))!;
        await directory.ChangeAsync(administrator, id, person => person with { Team = "first" });
        (await portal.Get<ChangeStaffEntry>().ForAsync(administrator, id, seen.Version, seen.Person with { Team = "second" }, default)).Outcome.ShouldBe(StaffOutcome.Changed);
        (await directory.OpenAsync(administrator, id))!.Person.Team.ShouldBe("first");
    }

    [Fact]
    [Trait("Norm", "164.312(c)")]
    public async Task What_was_turned_past_the_portal_is_told_and_not_saved_over()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var id = await directory.AddAsync(administrator);
        await directory.TurnAsync(id, "Oncology");
        (await directory.OpenAsync(administrator, id))!.IsDamaged.ShouldBeTrue();
        (await directory.ChangeAsync(administrator, id, person => person with { Team = "x" })).ShouldBe(StaffOutcome.Damaged);
    }

    [Fact]
    public async Task It_wants_an_entry_an_administrator_and_a_fresh_factor()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var id = await directory.AddAsync(administrator);
        var change = portal.Get<ChangeStaffEntry>();
        (await change.ForAsync(administrator, Guid.NewGuid(), 1, directory.Somebody(), default)).Outcome.ShouldBe(StaffOutcome.Gone);
        await Should.ThrowAsync<ValidationException>(() => change.ForAsync(administrator, id, 0, directory.Somebody(), default));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => change.ForAsync(Directory.Somebody(Role.ComplianceOfficer), id, 1, directory.Somebody(), default));
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<StepUpRequiredException>(() => change.ForAsync(administrator, id, 1, directory.Somebody(), default));
    }
}
