using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Findings;
using Portal.Data.Postgres.Embedded;
using Portal.Features.BreakGlass;
using Portal.Features.BreakGlass.Review;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;
using Portal.Kernel.Notices;
using Portal.Tests.Data;

namespace Portal.Tests.Features.BreakGlass.Review;

[Trait("Norm", "164.308(a)(1)(ii)(D)")]
public sealed class ReviewGrantTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Reviews reviews = new(portal);

    [Fact]
    public async Task What_was_found_appropriate_is_decided_with_who_when_and_why_and_stays()
    {
        var (officer, (_, patient, grant)) = (await reviews.OfficerAsync(), await reviews.GivenBackAsync());

        (await reviews.SayAsync(officer, grant, GlassReview.Appropriate, text: "")).ShouldBe(GrantReviewResult.Done);
        (await reviews.SayAsync(await reviews.OfficerAsync(), grant, GlassReview.Inappropriate, seen: 1)).ShouldBe(GrantReviewResult.Changed);

        var row = (await reviews.Glass.GrantsAsync(patient)).Single();
        (row.Review, row.ReviewerId, row.ReviewedAt, row.SealBroken).ShouldBe((GlassReview.Appropriate, officer.Account, portal.Clock.GetUtcNow(), false));
        var entry = (await reviews.Glass.EntriesAsync(patient)).Single(one => one.Action == AuditAction.Update);
        (entry.Outcome, entry.Reason, entry.Grant, entry.Account).ShouldBe((AuditOutcome.Allowed, "glass-appropriate", grant, officer.Account));
        (await FindingsAsync(grant)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_found_inappropriate_closes_the_record_at_once_and_is_a_finding()
    {
        var (officer, (actor, patient, grant)) = (await reviews.OfficerAsync(), await reviews.Glass.BrokenAsync());

        (await reviews.SayAsync(officer, grant, GlassReview.Inappropriate)).ShouldBe(GrantReviewResult.Done);

        (await reviews.Glass.OpenAsync(actor, patient)).ShouldBeNull();
        (await reviews.Glass.CheckAsync(actor, grant)).ShouldBe(new GlassState(false, GlassEnd.Stopped));
        var finding = (await FindingsAsync(grant)).ShouldHaveSingleItem();
        (finding.Kind, finding.Severity, finding.Account, finding.Patient, finding.State)
            .ShouldBe((FindingKind.GlassInappropriate, FindingSeverity.High, actor.Account, patient, FindingState.Open));
    }

    [Fact]
    public async Task While_it_is_open_nothing_can_be_called_appropriate_and_a_question_can_be_asked()
    {
        var (officer, (actor, patient, grant)) = (await reviews.OfficerAsync(), await reviews.Glass.BrokenAsync());

        (await reviews.SayAsync(officer, grant, GlassReview.Appropriate)).ShouldBe(GrantReviewResult.StillOpen);
        (await reviews.SayAsync(officer, grant, GlassReview.Asked)).ShouldBe(GrantReviewResult.Done);

        (await reviews.Glass.People.NoticesAsync(actor.Account!.Value, NoticeKind.GlassQuestion)).ShouldHaveSingleItem().About.ShouldBe(grant);
        (await reviews.Glass.GrantsAsync(patient)).Single().Review.ShouldBe(GlassReview.Asked);
        (await reviews.Glass.EntriesAsync(patient)).Count(one => one.Action == AuditAction.Update).ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_officers_at_once_one_is_kept_and_the_other_is_told()
    {
        var (one, two, (_, patient, grant)) = (await reviews.OfficerAsync(), await reviews.OfficerAsync(), await reviews.GivenBackAsync());
        await using var second = await SecondPortal.OpenAsync(portal);

        var results = await Task.WhenAll(
            reviews.SayAsync(one, grant, GlassReview.Appropriate),
            second.Get<ReviewGrant>().ForAsync(two, new GrantReview(grant, 0, GlassReview.Inappropriate, Reviews.Why), default));

        results.ShouldBe([GrantReviewResult.Done, GrantReviewResult.Changed], ignoreOrder: true);
        (await reviews.Glass.EntriesAsync(patient)).Count(entry => entry.Action == AuditAction.Update).ShouldBe(1);
        (await reviews.OpenAsync(one, grant))!.Steps.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_has_not_seen_the_last_step_is_told()
    {
        var (officer, (_, _, grant)) = (await reviews.OfficerAsync(), await reviews.GivenBackAsync());
        (await reviews.SayAsync(officer, grant, GlassReview.Asked)).ShouldBe(GrantReviewResult.Done);

        (await reviews.SayAsync(officer, grant, GlassReview.Appropriate, seen: 0)).ShouldBe(GrantReviewResult.Changed);
        (await reviews.SayAsync(officer, grant, GlassReview.Appropriate, seen: 1)).ShouldBe(GrantReviewResult.Done);
    }

    [Fact]
    public async Task Nobody_reviews_the_own_grant_and_the_try_is_an_entry()
    {
        var (actor, patient, grant) = await reviews.GivenBackAsync();
        var self = Actor.Person(actor.Account!.Value, Role.ComplianceOfficer, actor.Session!.Value, actor.Origin);

        (await reviews.SayAsync(self, grant, GlassReview.Appropriate)).ShouldBe(GrantReviewResult.Own);

        (await reviews.Glass.GrantsAsync(patient)).Single().Review.ShouldBe(GlassReview.Due);
        var entry = (await reviews.Glass.EntriesAsync(patient)).Single(one => one.Action == AuditAction.Update);
        (entry.Outcome, entry.Reason).ShouldBe((AuditOutcome.Denied, "own-grant"));
        (await reviews.OpenAsync(self, grant))!.IsOwn.ShouldBeTrue();
    }

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Administrator)]
    [InlineData(Role.Clinician)]
    public async Task Only_compliance_officers_decide(Role role)
    {
        var (_, _, grant) = await reviews.GivenBackAsync();
        var actor = await reviews.Glass.ClinicianAsync(role);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => reviews.SayAsync(actor, grant, GlassReview.Appropriate));
        (await reviews.Glass.People.EntriesAsync(entry => entry.Account == actor.Account && entry is { Resource: AuditResource.EmergencyAccess, Outcome: AuditOutcome.Denied }))
            .ShouldHaveSingleItem().Reason.ShouldBe("not-permitted");
    }

    [Theory]
    [InlineData(GlassReview.Inappropriate, "short")]
    [InlineData(GlassReview.Inappropriate, "hahahahahahahahahahahaha")]
    [InlineData(GlassReview.Asked, "")]
    [InlineData(GlassReview.Answered, Reviews.Why)]
    [InlineData(GlassReview.Due, Reviews.Why)]
    public async Task A_verdict_of_another_kind_or_without_its_sentence_is_refused(GlassReview verdict, string text)
    {
        var (officer, (_, patient, grant)) = (await reviews.OfficerAsync(), await reviews.GivenBackAsync());
        await Should.ThrowAsync<ValidationException>(() => reviews.SayAsync(officer, grant, verdict, text: text));
        (await reviews.Glass.GrantsAsync(patient)).Single().Review.ShouldBe(GlassReview.Due);
    }

    [Fact]
    public async Task On_a_row_that_was_altered_no_decision_can_stand()
    {
        var (officer, (_, _, grant)) = (await reviews.OfficerAsync(), await reviews.GivenBackAsync());
        await portal.Database.RunAsync(DatabaseRole.Owner, "UPDATE care.grants SET reason = 2 WHERE id = $1", grant);
        (await reviews.SayAsync(officer, grant, GlassReview.Appropriate)).ShouldBe(GrantReviewResult.Altered);
        (await reviews.OpenAsync(officer, grant))!.Item.IsAltered.ShouldBeTrue();
        (await reviews.SayAsync(officer, Guid.NewGuid(), GlassReview.Appropriate)).ShouldBe(GrantReviewResult.NotFound);
    }

    private async Task<List<Finding>> FindingsAsync(Guid grant)
    {
        await using var db = portal.Open();
        return await db.Set<Finding>().AsNoTracking().Where(f => f.Key == grant.ToString("N")).ToListAsync();
    }
}
