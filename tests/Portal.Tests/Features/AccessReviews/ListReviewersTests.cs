using Portal.Features.AccessReviews;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.AccessReviews;

public sealed class ListReviewersTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly AccessHouse house = new(portal);

    [Fact]
    public async Task Those_who_may_decide_are_told_to_whoever_decides_now_and_to_nobody_else()
    {
        var (officer, manager, nurse, _, line) = await house.RunningAsync();
        var reviewers = await portal.Get<ListReviewers>().ForAsync(manager, line.Id, default);
        reviewers.Select(one => one.Id).ShouldContain(officer.Account!.Value);
        reviewers.Select(one => one.Id).ShouldNotContain(nurse.Id);
        reviewers.Select(one => one.Id).ShouldNotContain(manager.Account!.Value, "it is there already");
        (await portal.Get<ListReviewers>().ForAsync((await house.SignedInAsync(Role.Clinician)).Actor, line.Id, default)).ShouldBeEmpty();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ListReviewers>().ForAsync(AccessHouse.Somebody(Role.Patient), line.Id, default));
    }
}
