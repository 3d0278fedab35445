using FluentValidation;
using Portal.Features.BreakGlass;
using Portal.Features.BreakGlass.Own;
using Portal.Features.BreakGlass.Review;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;
using Portal.Tests.Features.BreakGlass.Review;

namespace Portal.Tests.Features.BreakGlass.Own;

public sealed class AnswerReviewTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Because = "The ward called me in for a second opinion at night.";

    private readonly Reviews reviews = new(portal);

    [Fact]
    public async Task The_answer_stands_beside_the_question_and_the_officer_who_asked_is_told()
    {
        var (officer, (actor, patient, grant)) = (await reviews.OfficerAsync(), await reviews.GivenBackAsync());
        await reviews.SayAsync(officer, grant, GlassReview.Asked);
        portal.Clock.Advance(TimeSpan.FromMinutes(1));

        (await AnswerAsync(actor, grant)).ShouldBeTrue();

        var view = (await reviews.OpenAsync(officer, grant))!;
        view.Item.Review.ShouldBe(GlassReview.Answered);
        view.Steps.Select(step => (step.Kind, step.Author, step.Text.ValueOrDefault))
            .ShouldBe([(GlassReview.Asked, officer.Account!.Value, Reviews.Why), (GlassReview.Answered, actor.Account!.Value, Because)]);
        (await reviews.Glass.People.NoticesAsync(officer.Account.Value, NoticeKind.GlassAnswered)).ShouldHaveSingleItem().About.ShouldBe(grant);
        (await reviews.Glass.EntriesAsync(patient)).ShouldContain(entry => entry.Reason == "glass-answered" && entry.Account == actor.Account && entry.Grant == grant);
        (await reviews.SayAsync(officer, grant, GlassReview.Appropriate, seen: 2)).ShouldBe(GrantReviewResult.Done);
    }

    [Fact]
    public async Task What_was_not_asked_answered_twice_or_anothers_is_kept_nowhere()
    {
        var (officer, (actor, patient, grant)) = (await reviews.OfficerAsync(), await reviews.GivenBackAsync());
        (await AnswerAsync(actor, grant)).ShouldBeFalse();
        await reviews.SayAsync(officer, grant, GlassReview.Asked);
        (await AnswerAsync(await reviews.Glass.ClinicianAsync(), grant)).ShouldBeFalse();
        (await AnswerAsync(officer, grant)).ShouldBeFalse();
        await Should.ThrowAsync<ValidationException>(() => AnswerAsync(actor, grant, "short"));
        (await AnswerAsync(actor, grant)).ShouldBeTrue();
        (await AnswerAsync(actor, grant)).ShouldBeFalse();
        (await reviews.Glass.EntriesAsync(patient)).Count(entry => entry is { Reason: "glass-answered", Outcome: AuditOutcome.Allowed }).ShouldBe(1);
        (await reviews.OpenAsync(officer, grant))!.Steps.Count.ShouldBe(2);
    }

    private Task<bool> AnswerAsync(Actor actor, Guid grant, string text = Because) => portal.Get<AnswerReview>().ForAsync(actor, grant, text, default);
}
