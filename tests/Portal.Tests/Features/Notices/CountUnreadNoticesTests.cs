using Portal.Features.Notices;

namespace Portal.Tests.Features.Notices;

public sealed class CountUnreadNoticesTests(PortalFixture portal) : NoticeTests(portal), IClassFixture<PortalFixture>
{
    private readonly PortalFixture portal = portal;

    [Fact]
    public async Task It_counts_the_own_unread_ones_and_nobody_has_none()
    {
        var (_, actor) = await ToldAsync(2);
        await ToldAsync(1);
        (await portal.Get<CountUnreadNotices>().ForAsync(actor, default)).ShouldBe(2);
        (await portal.Get<CountUnreadNotices>().ForAsync(Portal.Tests.Features.Identity.People.Nobody, default)).ShouldBe(0);
    }
}
