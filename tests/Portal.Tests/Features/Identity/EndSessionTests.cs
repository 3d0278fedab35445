using System.Net;
using Portal.Features.Identity;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class EndSessionTests(PortalFixture portal) : OwnSessionsTests(portal), IClassFixture<PortalFixture>
{
    private readonly PortalFixture portal = portal;

    [Fact]
    [Trait("Norm", "ASVS 7.5.2")]
    public async Task A_person_ends_another_own_session_and_no_more()
    {
        var person = await people.NewAsync();
        var (there, here, stranger) = (await SignedInAsync(person), await SignedInAsync(person), await SignedInAsync(await people.NewAsync()));

        (await EndAsync(here, there)).ShouldBeTrue();
        (await EndAsync(here, there)).ShouldBeFalse();
        (await EndAsync(here, stranger)).ShouldBeFalse();
        (await EndAsync(here, here)).ShouldBeFalse();

        (await LivesAsync(there), await LivesAsync(here), await LivesAsync(stranger)).ShouldBe((false, true, true));
        var entry = (await EndsAsync(there)).ShouldHaveSingleItem();
        (entry.Reason, entry.Session).ShouldBe(("ended-elsewhere", here.Session));
    }

    [Fact]
    [Trait("Norm", "ASVS 7.5.2")]
    public async Task A_factor_shown_long_ago_is_not_enough()
    {
        var person = await people.NewAsync();
        var (there, here) = (await SignedInAsync(person), await SignedInAsync(person));
        portal.Clock.Advance(TimeSpan.FromMinutes(6));
        await Should.ThrowAsync<StepUpRequiredException>(() => EndAsync(here, there));
        (await LivesAsync(there)).ShouldBeTrue();
    }

    private Task<bool> EndAsync(Actor actor, Actor session) => portal.Get<EndSession>().ForAsync(actor, session.Session!.Value, default);
}
