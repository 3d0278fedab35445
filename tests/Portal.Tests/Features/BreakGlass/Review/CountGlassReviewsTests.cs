using Portal.Features.BreakGlass.Review;
using Portal.Kernel.Access;
using People = Portal.Tests.Features.Patients.People;

namespace Portal.Tests.Features.BreakGlass.Review;

public sealed class CountGlassReviewsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task What_waits_and_what_is_overdue_is_counted_for_who_may_see_it_alone()
    {
        var reviews = new Reviews(portal);
        await reviews.Glass.BrokenAsync();
        portal.Clock.Advance(TimeSpan.FromHours(72));
        await reviews.Glass.BrokenAsync();

        (await CountAsync(People.In(Role.ComplianceOfficer))).ShouldBe(new GlassCounts(2, 1));
        (await CountAsync(People.In(Role.Auditor))).ShouldBe(new GlassCounts(2, 1));
        (await CountAsync(People.In(Role.Clinician))).ShouldBe(GlassCounts.None);
        (await CountAsync(Actor.Anonymous)).ShouldBe(GlassCounts.None);
    }

    private Task<GlassCounts> CountAsync(Actor actor) => portal.Get<CountGlassReviews>().ForAsync(actor, default);
}
