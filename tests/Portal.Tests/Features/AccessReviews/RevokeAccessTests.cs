using FluentValidation;
using Portal.Features.AccessReviews;
using Portal.Features.Identity;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;
using Portal.Tests.Features.Identity;

namespace Portal.Tests.Features.AccessReviews;

[Trait("Norm", "164.308(a)(3)(ii)(C)")]
public sealed class RevokeAccessTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly AccessHouse house = new(portal);

    [Fact]
    public async Task The_account_is_closed_at_once_with_its_sessions_and_the_person_is_told()
    {
        var (_, manager, nurse, review, line) = await house.RunningAsync();
        portal.Clock.Advance(TimeSpan.FromSeconds(31)); // a code is used once
        var token = await house.People.SignInAsync(nurse);

        (await house.RevokeAsync(manager, line.Id)).ShouldBe(ReviewOutcome.Done);

        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();
        (await house.People.SessionAsync(token)).Ending.ShouldBe(SessionEnding.Disabled);
        var account = await house.AccountAsync(nurse.Id);
        (account.DisabledAt, account.DisabledFor).ShouldBe((portal.Clock.GetUtcNow(), DisableReason.Review));
        (await house.LineAsync(review, nurse.Id)).State.ShouldBe(LineState.Revoked);
        (await house.People.NoticesAsync(nurse.Id, NoticeKind.AccountDisabled)).ShouldHaveSingleItem();
        (await house.EntriesAsync(line.Id)).ShouldBe([(AuditAction.Update, AuditOutcome.Allowed, "access-revoked")]);
        (await house.People.EntriesAsync(nurse)).ShouldContain(e => e.Reason == "disabled-Review" && e.Account == manager.Account);
    }

    [Theory]
    [InlineData(Role.Administrator)]
    [InlineData(Role.ComplianceOfficer)]
    public async Task The_last_who_can_act_stays_and_the_reviewer_is_told_why(Role role)
    {
        var (last, officer) = (await house.SignedInAsync(role), await house.SignedInAsync(Role.ComplianceOfficer));
        await house.ListAsync(last.Person.Id);
        var line = await house.LineAsync(await house.StartAsync(officer.Actor), last.Person.Id);
        await house.OnlyAsync(role, last.Person.Id);
        var reviewer = role == Role.ComplianceOfficer ? await ByAuditorAsync(line) : officer.Actor;

        (await house.RevokeAsync(reviewer, line.Id)).ShouldBe(ReviewOutcome.LastOne);

        (await house.AccountAsync(last.Person.Id)).DisabledAt.ShouldBeNull();
        (await house.EntriesAsync(line.Id)).ShouldContain((AuditAction.Update, AuditOutcome.Denied, "access-LastOne"));
        var other = await house.People.NewAsync(role);
        (await house.RevokeAsync(reviewer, line.Id)).ShouldBe(ReviewOutcome.Done);
        other.ShouldNotBeNull();
    }

    [Fact]
    public async Task It_wants_a_factor_that_was_shown_just_now()
    {
        var (_, manager, nurse, _, line) = await house.RunningAsync();
        portal.Clock.Advance(TimeSpan.FromMinutes(6));
        await Should.ThrowAsync<StepUpRequiredException>(() => house.RevokeAsync(manager, line.Id));
        (await house.AccountAsync(nurse.Id)).DisabledAt.ShouldBeNull();
    }

    [Fact]
    public async Task Access_that_was_changed_by_other_hands_closes_the_line()
    {
        var (_, manager, nurse, review, line) = await house.RunningAsync();
        await house.People.DisableAsync(nurse.Id);
        (await house.RevokeAsync(manager, line.Id)).ShouldBe(ReviewOutcome.Overtaken);
        (await house.LineAsync(review, nurse.Id)).State.ShouldBe(LineState.Overtaken);
    }

    [Fact]
    public async Task Whoever_is_not_named_takes_nothing_away()
    {
        var (_, _, nurse, _, line) = await house.RunningAsync();
        (await house.RevokeAsync((await house.SignedInAsync(Role.Clinician)).Actor, line.Id)).ShouldBe(ReviewOutcome.NotFound);
        (await house.AccountAsync(nurse.Id)).DisabledAt.ShouldBeNull();
    }

    [Fact]
    public async Task It_wants_a_sentence()
    {
        var (_, manager, _, _, line) = await house.RunningAsync();
        await Should.ThrowAsync<ValidationException>(() => portal.Get<RevokeAccess>().ForAsync(manager, line.Id, "gone", default));
    }

    private async Task<Actor> ByAuditorAsync(CampaignLine line)
    {
        var auditor = await house.SignedInAsync(Role.Auditor);
        var officer = await house.SignedInAsync(Role.ComplianceOfficer);
        (await portal.Get<DelegateReview>().ForAsync(officer.Actor, line.Id, auditor.Person.Id, null, default)).ShouldBe(ReviewOutcome.Done);
        await house.OnlyAsync(Role.ComplianceOfficer, line.AccountId);
        return auditor.Actor;
    }
}
