using System.Text;
using FluentValidation;
using Portal.Features.Staff;
using Portal.Features.Staff.Import;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Staff;

public sealed class ApplyStaffImportTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Heads = "staff number,name,department,team,manager,first day,last day\n";

    private readonly Directory directory = new(portal);

    [Fact]
    public async Task What_the_preview_showed_is_done_line_by_line_and_nobody_else_is_touched()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var kept = await directory.AddAsync(administrator, directory.Somebody("Not Inthefile") with { Number = "K1", Licence = "L-1" });
        var changed = await directory.AddAsync(administrator, directory.Somebody("Old Name") with { Number = "K2", Licence = "L-2", Team = "Old" });
        var same = directory.Somebody("Same Person") with { Number = "K3", Team = null };
        await directory.AddAsync(administrator, same);

        var view = await PreviewAsync(administrator, Heads
            + "K9,New Boss,Board,,,2020-01-01,\n"
            + "K2,New Name,Cardiology,New,K9,2025-11-22,2027-01-01\n"
            + $"K3,Same Person,Cardiology,,,{same.EmployedFrom:yyyy-MM-dd},\n"
            + "K4,No Day,Board,,,yesterday,\n"
            + "K5,Unknown Boss,Board,,NOBODY,2020-01-01,\n"
            + "K9,Twice,Board,,,2020-01-01,\n"
            + "K6,Too,few\n");

        view.Lines.Select(line => (line.Line, line.Kind, line.Refusal)).ShouldBe(
        [
            (2, StaffLineKind.New, null), (3, StaffLineKind.Changed, null), (4, StaffLineKind.Unchanged, null), (5, StaffLineKind.Refused, "employed-from"),
            (6, StaffLineKind.Refused, "manager"), (7, StaffLineKind.Refused, "twice"), (8, StaffLineKind.Refused, "cells"),
        ]);
        view.Lines[1].Changes.Select(change => (change.Field, change.Before, change.After)).ShouldBe(
        [
            (StaffField.Name, "Old Name", "New Name"), (StaffField.Team, "Old", "New"), (StaffField.Manager, null, "K9"), (StaffField.EmployedTo, null, "2027-01-01"),
        ]);
        (await directory.OpenAsync(administrator, changed))!.Person.Name.ShouldBe("Old Name"); // nothing yet

        var result = await portal.Get<ApplyStaffImport>().ForAsync(administrator, view.Id, view.Version, default);

        result.ShouldBe(new StaffImportResult(StaffOutcome.Done, 1, 1, 4));
        var now = (await directory.OpenAsync(administrator, changed))!;
        (now.Person.Name, now.Person.Licence, now.Manager!.Name, now.IsDamaged).ShouldBe(("New Name", "L-2", "New Boss", false));
        (await directory.OpenAsync(administrator, kept))!.Person.Name.ShouldBe("Not Inthefile");
        (await directory.EntriesAsync(changed)).ShouldContain((AuditAction.Update, AuditOutcome.Allowed, "staff-changed 2 4 5 9"));
        (await portal.Get<ApplyStaffImport>().ForAsync(administrator, view.Id, view.Version, default)).Outcome.ShouldBe(StaffOutcome.Gone);
    }

    [Fact]
    public async Task A_directory_that_was_changed_since_the_preview_takes_nothing_of_it()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var view = await PreviewAsync(administrator, Heads + "C1,Late,Board,,,2020-01-01,\n");
        await directory.AddAsync(administrator);

        (await portal.Get<ApplyStaffImport>().ForAsync(administrator, view.Id, view.Version, default)).Outcome.ShouldBe(StaffOutcome.Changed);
        (await portal.Get<ListStaff>().ForAsync(administrator, new StaffQuery { Text = "C1" }, default)).Found.ShouldBe(0);
        var again = (await portal.Get<OpenStaffImport>().ForAsync(administrator, view.Id, default))!;
        (await portal.Get<ApplyStaffImport>().ForAsync(administrator, again.Id, again.Version, default)).Outcome.ShouldBe(StaffOutcome.Done);
    }

    [Fact]
    public async Task Two_who_apply_the_same_file_at_once_apply_it_once()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var view = await PreviewAsync(administrator, Heads + "D1,Once,Board,,,2020-01-01,\n");
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => portal.Get<ApplyStaffImport>().ForAsync(administrator, view.Id, view.Version, default)));
        results.Count(result => result.Outcome == StaffOutcome.Done).ShouldBe(1);
    }

    [Fact]
    public async Task Circles_within_a_file_and_through_the_directory_are_refused_and_the_rest_is_taken()
    {
        var administrator = await directory.Invited.AdministratorAsync();
        var top = await directory.AddAsync(administrator, directory.Somebody() with { Number = "E1" });
        await directory.AddAsync(administrator, directory.Somebody(manager: top) with { Number = "E2" });
        var view = await PreviewAsync(administrator, Heads + "F1,One,Board,,F2,2020-01-01,\nF2,Two,Board,,F1,2020-01-01,\nF3,Three,Board,,F1,2020-01-01,\nF4,Four,Board,,E2,2020-01-01,\nE1,Top,Board,,E2,2020-01-01,\n");
        view.Lines.Select(line => line.Refusal).ShouldBe(["circle", "circle", "manager", null, "circle"]);
        (await portal.Get<ApplyStaffImport>().ForAsync(administrator, view.Id, view.Version, default)).ShouldBe(new StaffImportResult(StaffOutcome.Done, 1, 0, 4));
    }

    [Fact]
    public async Task It_wants_the_own_file_an_administrator_a_number_and_a_fresh_factor()
    {
        var (administrator, other) = (await directory.Invited.AdministratorAsync(), await directory.Invited.AdministratorAsync());
        var view = await PreviewAsync(administrator, Heads + "G1,Own,Board,,,2020-01-01,\n");
        var apply = portal.Get<ApplyStaffImport>();
        (await apply.ForAsync(other, view.Id, view.Version, default)).Outcome.ShouldBe(StaffOutcome.Gone);
        await Should.ThrowAsync<ValidationException>(() => apply.ForAsync(administrator, view.Id, -1, default));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => apply.ForAsync(Directory.Somebody(Role.ComplianceOfficer), view.Id, 0, default));
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<StepUpRequiredException>(() => apply.ForAsync(administrator, view.Id, view.Version, default));
    }

    private async Task<StaffImportView> PreviewAsync(Actor actor, string text)
    {
        var id = await portal.Get<BeginStaffImport>().ForAsync(actor, Encoding.UTF8.GetBytes(text), default);
        return (await portal.Get<OpenStaffImport>().ForAsync(actor, id, default))!;
    }
}
