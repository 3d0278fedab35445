using Portal.Features.Identity;

namespace Portal.Tests.Features.Identity;

public sealed class BeginTotpEnrolmentTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    private Task<TotpOffer?> OfferAsync(string? token) => portal.Get<BeginTotpEnrolment>().ForAsync(People.Nobody, token, default);

    [Fact]
    public async Task The_offer_holds_a_160_bit_key_and_the_address_for_the_app()
    {
        var person = await people.NewAsync(enrolled: false);
        var offer = await OfferAsync((await people.PasswordAsync(person)).Token);
        offer!.Key.Replace(" ", "", StringComparison.Ordinal).Length.ShouldBe(32);
        offer.Address.ShouldStartWith($"otpauth://totp/Portal:{Uri.EscapeDataString(person.Email)}?secret={offer.Key.Replace(" ", "", StringComparison.Ordinal)}&issuer=Portal");
    }

    [Fact]
    public async Task A_sign_in_is_offered_one_secret_and_another_sign_in_another()
    {
        var person = await people.NewAsync(enrolled: false);
        var (first, second) = (await people.PasswordAsync(person), await people.PasswordAsync(person));
        (await OfferAsync(first.Token))!.Key.ShouldBe((await OfferAsync(first.Token))!.Key);
        (await OfferAsync(first.Token))!.Key.ShouldNotBe((await OfferAsync(second.Token))!.Key);
    }

    [Fact]
    public async Task An_account_with_a_factor_is_offered_none()
    {
        var step = await people.PasswordAsync(await people.NewAsync());
        (await OfferAsync(step.Token)).ShouldBeNull();
        (await OfferAsync(null)).ShouldBeNull();
    }
}
