using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Data.Findings;
using Portal.Data.Postgres.Embedded;
using Portal.Features.AccessReviews;
using Portal.Features.Identity.Changes;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;
using Portal.Tests.Data;

namespace Portal.Tests.Features.AccessReviews;

[Trait("Norm", "164.308(a)(4)(ii)(C)")]
public sealed class ReviewJobTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly AccessHouse house = new(portal);

    // Reviews of other tests are told to every officer as well.
    private async Task ToldOnceAsync(Actor officer, Guid review, string occasion)
    {
        var account = officer.Account!.Value;
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"access-review:{review:N}:{occasion}:{account.Value:N}")).AsSpan(0, 16));
        (await house.People.NoticesAsync(account, NoticeKind.AccessReviewLate)).ShouldContain(notice => notice.Id == id, 1);
    }

    private Task RunAsync() => portal.Get<ReviewJob>().RunAsync(default);

    [Fact]
    public async Task Reviewers_are_reminded_14_7_and_1_day_before_once_whichever_nodes_look_and_officers_on_the_last_day()
    {
        var (officer, manager, _, review, _) = await house.RunningAsync(days: 20);
        await using var second = await SecondPortal.OpenAsync(portal);
        int[] told = [];
        foreach (var days in new[] { 6, 1, 7, 6 })
        {
            portal.Clock.Advance(TimeSpan.FromDays(days));
            await Task.WhenAll(RunAsync(), second.Get<ReviewJob>().RunAsync(default));
            await RunAsync();
            told = [.. told, (await house.People.NoticesAsync(manager.Account!.Value, NoticeKind.AccessReviewSoon)).Count];
        }

        // Before the end there are 20 days and the rest of the first one.
        told.ShouldBe([0, 1, 2, 3]);
        await ToldOnceAsync(officer, review, "late");
    }

    [Fact]
    public async Task A_review_shorter_than_a_reminder_is_not_reminded_of_at_once()
    {
        var (_, manager, _, _, _) = await house.RunningAsync(days: 5);
        await RunAsync();
        (await house.People.NoticesAsync(manager.Account!.Value, NoticeKind.AccessReviewSoon)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_decided_is_reminded_of_no_more()
    {
        var (_, manager, _, _, line) = await house.RunningAsync(days: 20);
        await house.KeepAsync(manager, line.Id);
        portal.Clock.Advance(TimeSpan.FromDays(20));
        await RunAsync();
        (await house.People.NoticesAsync(manager.Account!.Value, NoticeKind.AccessReviewSoon)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_nobody_decided_is_suspended_at_the_end_by_one_of_the_nodes_and_officers_are_told()
    {
        var (officer, _, nurse, review, line) = await house.RunningAsync(days: 3);
        await using var second = await SecondPortal.OpenAsync(portal);
        portal.Clock.Advance(TimeSpan.FromDays(4));

        await Task.WhenAll(RunAsync(), second.Get<ReviewJob>().RunAsync(default));

        var account = await house.AccountAsync(nurse.Id);
        (account.DisabledAt is not null, account.DisabledFor).ShouldBe((true, DisableReason.ReviewUndecided));
        (await house.LineAsync(review, nurse.Id)).State.ShouldBe(LineState.Suspended);
        (await house.CampaignAsync(review)).State.ShouldBe(ReviewState.Ended);
        (await house.EntriesAsync(line.Id)).ShouldBe([(AuditAction.Update, AuditOutcome.Allowed, "access-suspended")]);
        (await house.EntriesAsync(review)).Count(e => e.Reason == "review-ended").ShouldBe(1);
        await ToldOnceAsync(officer, review, "ended");
    }

    [Fact]
    public async Task Where_it_is_configured_the_account_stays_and_an_officer_decides()
    {
        var (_, _, nurse, review, _) = await house.RunningAsync(days: 3);
        await using var second = await SecondPortal.OpenAsync(
            portal, exchange: services => services.AddSingleton(ReviewSettings.Default with { Undecided = WhenUndecided.Escalate }));
        portal.Clock.Advance(TimeSpan.FromDays(4));
        await second.Get<ReviewJob>().RunAsync(default);

        (await house.AccountAsync(nurse.Id)).DisabledAt.ShouldBeNull();
        var line = await house.LineAsync(review, nurse.Id);
        line.State.ShouldBe(LineState.Escalated);
        (await FindingsAsync(nurse.Id)).ShouldHaveSingleItem().Severity.ShouldBe(FindingSeverity.High);
        (await house.RevokeAsync(await house.OfficerAsync(), line.Id)).ShouldBe(ReviewOutcome.Done);
    }

    [Theory]
    [InlineData(Role.Administrator)]
    [InlineData(Role.ComplianceOfficer)]
    public async Task The_last_who_could_undo_it_is_never_suspended_of_two_one_stays(Role role)
    {
        var (one, other) = (await house.SignedInAsync(role), await house.SignedInAsync(role));
        var department = new AccessHouse(portal);
        await department.ListAsync(one.Person.Id);
        await department.ListAsync(other.Person.Id);
        await house.OnlyAsync(role, one.Person.Id, other.Person.Id);
        var officer = role == Role.ComplianceOfficer ? one.Actor : await house.OfficerAsync();
        var review = await department.StartAsync(officer, days: 3);
        portal.Clock.Advance(TimeSpan.FromDays(4));
        await RunAsync();

        var lines = await department.LinesAsync(review);
        lines.Select(line => line.State).ShouldBe([LineState.Suspended, LineState.Escalated], ignoreOrder: true);
        var left = lines.Single(line => line.State == LineState.Escalated).AccountId;
        (await house.AccountAsync(left)).DisabledAt.ShouldBeNull();
        (await FindingsAsync(left)).ShouldHaveSingleItem().Detail.ShouldBe("last");
    }

    [Fact]
    public async Task An_altered_line_is_not_made_sound_by_the_end_it_is_a_finding()
    {
        var (_, _, nurse, review, line) = await house.RunningAsync(days: 3);
        await portal.Database.RunAsync(DatabaseRole.App, "UPDATE review.campaign_lines SET opened = 9 WHERE id = $1", line.Id);
        portal.Clock.Advance(TimeSpan.FromDays(4));
        await RunAsync();
        portal.Get<ReviewBook>().IsSound(await house.LineAsync(review, nurse.Id)).ShouldBeFalse();
        (await house.AccountAsync(nurse.Id)).DisabledAt.ShouldBeNull();
        (await FindingsAsync(nurse.Id)).ShouldHaveSingleItem().Detail.ShouldBe("altered");
    }

    [Fact]
    public async Task Access_that_changed_by_other_hands_is_left_alone()
    {
        var (_, _, nurse, review, _) = await house.RunningAsync(days: 3);
        await house.People.DisableAsync(nurse.Id);
        portal.Clock.Advance(TimeSpan.FromDays(4));
        await RunAsync();
        (await house.LineAsync(review, nurse.Id)).State.ShouldBe(LineState.Overtaken);
        (await house.AccountAsync(nurse.Id)).DisabledFor.ShouldBe(DisableReason.None);
    }

    private async Task<List<Finding>> FindingsAsync(AccountId account)
    {
        await using var db = portal.Open();
        return await db.Set<Finding>().AsNoTracking().Where(f => f.Kind == FindingKind.AccessUndecided && f.Account == account).ToListAsync();
    }
}
