using FluentValidation;
using Portal.Features.AccessReviews;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.AccessReviews;

public sealed class DelegateReviewTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly AccessHouse house = new(portal);

    private Task<ReviewOutcome> HandAsync(Actor actor, Guid line, AccountId to) => portal.Get<DelegateReview>().ForAsync(actor, line, to, "You know her better.", default);

    [Fact]
    public async Task An_officer_gets_it_is_told_and_decides_and_the_manager_no_longer()
    {
        var (_, manager, nurse, review, line) = await house.RunningAsync();
        var officer = await house.OfficerAsync();
        (await HandAsync(manager, line.Id, officer.Account!.Value)).ShouldBe(ReviewOutcome.Done);
        var handed = await house.LineAsync(review, nurse.Id);
        (handed.ReviewerId, handed.DelegatedBy, handed.State).ShouldBe((officer.Account, manager.Account, LineState.Waiting));
        (await house.People.NoticesAsync(officer.Account!.Value, NoticeKind.AccessReviewWaits)).ShouldHaveSingleItem().About.ShouldBe(review);
        (await house.KeepAsync(manager, line.Id)).Refused.ShouldBe(ReviewOutcome.NotFound);
        (await house.KeepAsync(officer, line.Id)).Kept.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_stands_above_in_the_directory_may_get_it_and_a_colleague_beside_may_not()
    {
        var (top, head, beside, nurse) = (await house.SignedInAsync(Role.Clinician), await house.SignedInAsync(Role.Clinician), await house.SignedInAsync(Role.Clinician), await house.SignedInAsync(Role.Nurse));
        var topEntry = await house.ListAsync(top.Person.Id, department: "Elsewhere");
        await house.ListAsync(nurse.Person.Id, await house.ListAsync(head.Person.Id, topEntry, "Elsewhere"));
        await house.ListAsync(beside.Person.Id, topEntry, "Elsewhere");
        var line = await house.LineAsync(await house.StartAsync(await house.OfficerAsync()), nurse.Person.Id);
        (await HandAsync(head.Actor, line.Id, beside.Person.Id)).ShouldBe(ReviewOutcome.NotAllowed);
        (await HandAsync(head.Actor, line.Id, top.Person.Id)).ShouldBe(ReviewOutcome.Done);
    }

    [Fact]
    public async Task It_never_comes_to_the_person_under_review_nor_an_officers_line_to_anybody_but_officers_and_auditors()
    {
        var (officer, manager, nurse, _, line) = await house.RunningAsync();
        (await HandAsync(manager, line.Id, nurse.Id)).ShouldBe(ReviewOutcome.NotAllowed);
        (await HandAsync(manager, line.Id, manager.Account!.Value)).ShouldBe(ReviewOutcome.NotAllowed);

        var head = await house.SignedInAsync(Role.Clinician);
        var other = await house.SignedInAsync(Role.ComplianceOfficer);
        var department = new AccessHouse(portal);
        await department.ListAsync(other.Person.Id, await department.ListAsync(head.Person.Id, department: "Elsewhere"));
        var own = await department.LineAsync(await department.StartAsync(officer), other.Person.Id);
        (await HandAsync(officer, own.Id, head.Person.Id)).ShouldBe(ReviewOutcome.NotAllowed);
        (await HandAsync(officer, own.Id, (await house.SignedInAsync(Role.Auditor)).Person.Id)).ShouldBe(ReviewOutcome.Done);
    }

    [Fact]
    public async Task A_comment_has_an_end() => await Should.ThrowAsync<ValidationException>(() => portal.Get<DelegateReview>().ForAsync(
        AccessHouse.Somebody(Role.Nurse), Guid.NewGuid(), AccountId.New(), new string('a', 1001), default));
}
