using FluentValidation;
using Portal.Features.AccessReviews;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.AccessReviews;

public sealed class OpenReviewTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly AccessHouse house = new(portal);

    private Task<ReviewView?> OpenAsync(Actor actor, Guid review, ReviewPart part = ReviewPart.All) => portal.Get<OpenReview>().ForAsync(actor, new ReviewQuery(review, part), default);

    [Fact]
    public async Task A_manager_sees_the_own_lines_alone_and_can_decide_them()
    {
        var (officer, manager, nurse, review, _) = await house.RunningAsync();
        var other = await house.SignedInAsync(Role.Nurse);
        await house.ListAsync(other.Person.Id);
        var second = new AccessHouse(portal);
        await second.WardAsync();
        var everywhere = await second.StartAsync(officer, scope: ReviewScope.Role, role: Role.Nurse);

        var view = (await OpenAsync(manager, everywhere))!;

        view.Lines.Items.Select(line => line.Person.Id).ShouldBe([nurse.Id]);
        view.Lines.Items[0].MayDecide.ShouldBeTrue();
        view.Lines.Items[0].Person.Name.ShouldBe("Test Person");
        (view.SeesAll, view.MayRun, view.CanSign, view.Item.All).ShouldBe((false, false, false, 1));
        var all = (await OpenAsync(officer, everywhere))!;
        all.Lines.Items.Count.ShouldBeGreaterThan(1);
        (await house.EntriesAsync(everywhere)).ShouldContain((AuditAction.Read, AuditOutcome.Allowed, null));
        review.ShouldNotBe(everywhere);
    }

    [Fact]
    public async Task To_whoever_is_not_named_there_is_no_such_review_and_the_try_is_an_entry()
    {
        var (_, _, _, review, _) = await house.RunningAsync();
        var stranger = (await house.SignedInAsync(Role.Clinician)).Actor;
        (await OpenAsync(stranger, review)).ShouldBeNull();
        (await house.EntriesAsync(review)).ShouldContain((AuditAction.Read, AuditOutcome.Denied, "access-NotFound"));
        (await OpenAsync((await house.SignedInAsync(Role.Administrator)).Actor, review)).ShouldBeNull();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => OpenAsync(AccessHouse.Somebody(Role.Patient), review));
    }

    [Fact]
    public async Task An_auditor_sees_everything_and_decides_nothing()
    {
        var (_, _, _, review, _) = await house.RunningAsync();
        var view = (await OpenAsync((await house.SignedInAsync(Role.Auditor)).Actor, review))!;
        view.Lines.Items.ShouldHaveSingleItem().MayDecide.ShouldBeFalse();
        (view.SeesAll, view.CanSign).ShouldBe((true, false));
    }

    [Fact]
    public async Task Parts_are_what_they_say()
    {
        var (officer, manager, _, review, line) = await house.RunningAsync();
        (await OpenAsync(manager, review, ReviewPart.Mine))!.Lines.Items.Count.ShouldBe(1);
        (await OpenAsync(officer, review, ReviewPart.Mine))!.Lines.Items.ShouldBeEmpty();
        (await OpenAsync(officer, review, ReviewPart.Open))!.Lines.Items.Count.ShouldBe(1);
        (await OpenAsync(officer, review, ReviewPart.Marked))!.Lines.Items.ShouldBeEmpty();
        await house.KeepAsync(manager, line.Id);
        (await OpenAsync(officer, review, ReviewPart.Open))!.Lines.Items.ShouldBeEmpty();
        (await OpenAsync(officer, review))!.CanSign.ShouldBeTrue("everything is decided");
        await Should.ThrowAsync<ValidationException>(() => OpenAsync(officer, review, (ReviewPart)9));
    }
}
