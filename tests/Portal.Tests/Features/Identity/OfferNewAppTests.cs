using Portal.Features.Identity;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Identity;

public sealed class OfferNewAppTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);
    private readonly OwnPeople own = new(portal);

    private Task<TotpOffer?> OfferAsync(Actor actor) => portal.Get<OfferNewApp>().ForAsync(actor, default);

    [Fact]
    public async Task The_offer_stays_the_same_within_a_session_and_the_old_app_goes_on()
    {
        var me = await own.TwiceAsync();
        var offer = (await OfferAsync(me.Actor))!;
        (await OfferAsync(me.Actor)).ShouldBe(offer);
        (await OfferAsync(await people.ActorAsync(me.OtherToken)))!.Key.ShouldNotBe(offer.Key, "no session knows the secret of another");
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        (await own.LivesAsync(await people.SignInAsync(me.Person))).ShouldBeTrue();
    }

    [Fact]
    [Trait("Norm", "ASVS 7.5.3")]
    public async Task It_wants_a_fresh_factor_and_takes_a_recovery_code_for_one_for_five_minutes()
    {
        await own.ShouldWantAFactorAsync(OfferAsync);
        var (_, actor) = await own.RecoveredAsync();
        (await OfferAsync(actor)).ShouldNotBeNull();
        portal.Clock.Advance(FreshFactor.Lifetime);
        await Should.ThrowAsync<StepUpRequiredException>(() => OfferAsync(actor));
    }
}
