using System.Text.Json.Nodes;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Passkeys;

namespace Portal.Tests.Features.Identity.Passkeys;

public sealed class OfferPasskeyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly PasskeyPeople people = new(portal);

    [Fact]
    [Trait("Norm", "ASVS 6.3.3")]
    public async Task The_device_is_asked_to_verify_its_person_to_be_found_without_a_name_and_not_who_made_it()
    {
        var owner = await people.NewAsync();
        var options = JsonNode.Parse((await portal.Get<OfferPasskey>().ForAsync(owner.Actor, default))!.Options)!;
        ((string?)options["rp"]!["id"], (string?)options["attestation"]).ShouldBe((PortalFixture.Site.Domain, "none"));
        var wanted = options["authenticatorSelection"]!;
        ((string?)wanted["residentKey"], (string?)wanted["userVerification"]).ShouldBe(("required", "required"));
        options["excludeCredentials"]!.AsArray().Count.ShouldBe(1, "the device that has one is not asked for a second");
    }

    [Fact]
    public async Task There_are_ten_and_no_more()
    {
        var own = await people.Own.TwiceAsync();
        for (var i = 0; i < PasskeyBook.Most; i++)
        {
            using var device = new SoftAuthenticator();
            (await people.AddAsync(own.Actor, device)).Outcome.ShouldBe(OwnChangeOutcome.Changed);
        }

        (await portal.Get<OfferPasskey>().ForAsync(own.Actor, default)).ShouldBeNull();
        (await portal.Get<OpenOwnAccount>().ForAsync(own.Actor, default))!.MayAddPasskey.ShouldBeFalse();
    }

    [Fact]
    public async Task It_wants_a_fresh_factor() => await people.Own.ShouldWantAFactorAsync(actor => portal.Get<OfferPasskey>().ForAsync(actor, default));
}
