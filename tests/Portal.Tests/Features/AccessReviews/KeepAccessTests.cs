using FluentValidation;
using Portal.Features.AccessReviews;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;
using Portal.Data.Postgres.Embedded;

namespace Portal.Tests.Features.AccessReviews;

[Trait("Norm", "164.308(a)(4)(ii)(C)")]
public sealed class KeepAccessTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly AccessHouse house = new(portal);

    [Fact]
    public async Task The_manager_keeps_and_the_line_says_who_and_why()
    {
        var (_, manager, nurse, review, line) = await house.RunningAsync();
        (await house.KeepAsync(manager, line.Id, "Works here every day.")).ShouldBe(new KeptLines(1, null));
        var kept = await house.LineAsync(review, nurse.Id);
        (kept.State, kept.DecidedBy, portal.Get<ReviewBook>().Text(kept.Comment)).ShouldBe((LineState.Kept, manager.Account, "Works here every day."));
        portal.Get<ReviewBook>().IsSound(kept).ShouldBeTrue();
        (await house.AccountAsync(nurse.Id)).DisabledAt.ShouldBeNull();
        (await house.EntriesAsync(line.Id)).ShouldBe([(AuditAction.Update, AuditOutcome.Allowed, "access-kept")]);
        (await house.KeepAsync(manager, line.Id)).Refused.ShouldBe(ReviewOutcome.Changed);
    }

    [Fact]
    public async Task What_is_marked_is_kept_one_by_one_with_a_sentence_and_the_rest_at_once()
    {
        var head = await house.SignedInAsync(Role.Clinician);
        var above = await house.ListAsync(head.Person.Id, department: "Elsewhere");
        var (one, other) = (await house.SignedInAsync(Role.Nurse), await house.SignedInAsync(Role.Nurse));
        var never = await house.People.NewAsync(Role.Nurse);
        foreach (var person in new[] { one.Person, other.Person, never })
        {
            await house.ListAsync(person.Id, above);
        }

        var lines = await house.LinesAsync(await house.StartAsync(await house.OfficerAsync()));

        (await portal.Get<KeepAccess>().ForAsync(head.Actor, [.. lines.Select(line => line.Id)], "All of them are needed.", default)).ShouldBe(new KeptLines(2, ReviewOutcome.NeedsComment));
        var left = await house.LineAsync(lines[0].CampaignId, never.Id);
        (left.State, left.Marks).ShouldBe((LineState.Waiting, LineMarks.NeverIn));
        (await house.KeepAsync(head.Actor, left.Id)).Refused.ShouldBe(ReviewOutcome.NeedsComment);
        (await house.KeepAsync(head.Actor, left.Id, "Begins on the first of the month.")).Kept.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_decides_about_the_own_access_even_when_the_row_says_so()
    {
        var (_, _, nurse, review, line) = await house.RunningAsync();
        portal.Clock.Advance(TimeSpan.FromSeconds(31)); // a code is used once
        var own = await house.People.ActorAsync(await house.People.SignInAsync(nurse));
        (await house.KeepAsync(own, line.Id)).Refused.ShouldBe(ReviewOutcome.Own);
        (await house.EntriesAsync(line.Id)).ShouldBe([(AuditAction.Update, AuditOutcome.Denied, "access-Own")]);
        // Past the portal: the database holds it as well.
        var refused = await Should.ThrowAsync<Npgsql.PostgresException>(() => portal.Database.RunAsync(
            DatabaseRole.App, "UPDATE review.campaign_lines SET reviewer_id = account_id WHERE id = $1", line.Id));
        refused.ConstraintName.ShouldBe("ck_campaign_lines_two_people");
        (await house.LineAsync(review, nurse.Id)).State.ShouldBe(LineState.Waiting);
    }

    [Fact]
    public async Task A_second_account_of_the_person_decides_nothing_either()
    {
        var (officer, nurse) = (await house.SignedInAsync(Role.ComplianceOfficer), await house.SignedInAsync(Role.Nurse));
        var entry = await house.ListAsync(nurse.Person.Id);
        await house.AlsoAsync(entry, officer.Person.Id);
        var line = await house.LineAsync(await house.StartAsync(await house.OfficerAsync()), nurse.Person.Id);
        (await house.KeepAsync(officer.Actor, line.Id)).Refused.ShouldBe(ReviewOutcome.Own);
    }

    [Theory]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Administrator)]
    public async Task Whoever_is_not_named_decides_nothing(Role role)
    {
        var (_, _, nurse, review, line) = await house.RunningAsync();
        (await house.KeepAsync((await house.SignedInAsync(role)).Actor, line.Id)).Refused.ShouldBe(ReviewOutcome.NotFound);
        (await house.LineAsync(review, nurse.Id)).State.ShouldBe(LineState.Waiting);
    }

    [Fact]
    public async Task An_officer_stands_in_for_whoever_is_named()
    {
        var (officer, _, _, _, line) = await house.RunningAsync();
        (await house.KeepAsync(officer, line.Id)).Kept.ShouldBe(1);
    }

    [Fact]
    public async Task On_an_altered_line_nothing_is_decided()
    {
        var (_, manager, _, _, line) = await house.RunningAsync();
        await portal.Database.RunAsync(DatabaseRole.App, "UPDATE review.campaign_lines SET opened = 9 WHERE id = $1", line.Id);
        (await house.KeepAsync(manager, line.Id)).Refused.ShouldBe(ReviewOutcome.Altered);
    }

    [Fact]
    public async Task A_signed_review_is_not_changed()
    {
        var (officer, manager, _, review, line) = await house.RunningAsync();
        await house.KeepAsync(manager, line.Id);
        (await house.SignAsync(officer, review)).ShouldBe(ReviewOutcome.Done);
        (await house.KeepAsync(manager, line.Id)).Refused.ShouldBe(ReviewOutcome.Frozen);
    }

    [Fact]
    public async Task Patients_and_nonsense_are_refused()
    {
        await Should.ThrowAsync<UnauthorizedAccessException>(() => house.KeepAsync(AccessHouse.Somebody(Role.Patient), Guid.NewGuid()));
        await Should.ThrowAsync<ValidationException>(() => portal.Get<KeepAccess>().ForAsync(AccessHouse.Somebody(Role.Nurse), [], null, default));
        await Should.ThrowAsync<ValidationException>(() => house.KeepAsync(AccessHouse.Somebody(Role.Nurse), Guid.NewGuid(), new string('a', 1001)));
        (await house.KeepAsync(AccessHouse.Somebody(Role.Nurse), Guid.NewGuid())).Refused.ShouldBe(ReviewOutcome.NotFound);
    }
}
