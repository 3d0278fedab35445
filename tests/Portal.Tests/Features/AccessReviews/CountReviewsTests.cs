using Portal.Features.AccessReviews;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.AccessReviews;

public sealed class CountReviewsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly AccessHouse house = new(portal);

    [Fact]
    public async Task What_waits_for_me_is_counted_and_what_ends_within_a_week()
    {
        var (_, manager, _, _, line) = await house.RunningAsync(days: 10);
        (await CountAsync(manager)).ShouldBe(new ReviewCounts(1, 0));
        portal.Clock.Advance(TimeSpan.FromDays(4));
        (await CountAsync(manager)).ShouldBe(new ReviewCounts(1, 1));
        await house.KeepAsync(manager, line.Id);
        (await CountAsync(manager)).ShouldBe(new ReviewCounts(0, 0));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => CountAsync(AccessHouse.Somebody(Role.Patient)));
    }

    private Task<ReviewCounts> CountAsync(Actor actor) => portal.Get<CountReviews>().ForAsync(actor, default);
}
