using System.Net;
using Portal.Features.Identity;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class EndOtherSessionsTests(PortalFixture portal) : OwnSessionsTests(portal), IClassFixture<PortalFixture>
{
    private readonly PortalFixture portal = portal;

    [Fact]
    [Trait("Norm", "ASVS 7.5.2")]
    public async Task All_own_sessions_end_but_the_one_that_asks_and_sign_ins_under_way_too()
    {
        var person = await people.NewAsync();
        var (first, second, here) = (await SignedInAsync(person), await SignedInAsync(person), await SignedInAsync(person));
        var waiting = await people.PasswordAsync(person);
        var stranger = await SignedInAsync(await people.NewAsync());

        (await portal.Get<EndOtherSessions>().ForAsync(here, default)).ShouldBe(2);

        (await LivesAsync(first), await LivesAsync(second), await LivesAsync(here), await LivesAsync(stranger)).ShouldBe((false, false, true, true));
        (await EndsAsync(first)).ShouldHaveSingleItem();
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        (await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, waiting.Token, people.CodeOf(person), default)).Outcome.ShouldBe(FactorOutcome.StartAgain);
    }

    [Fact]
    public async Task A_factor_shown_long_ago_is_not_enough()
    {
        var here = await SignedInAsync(await people.NewAsync());
        portal.Clock.Advance(TimeSpan.FromMinutes(6));
        await Should.ThrowAsync<StepUpRequiredException>(() => portal.Get<EndOtherSessions>().ForAsync(here, default));
    }
}
