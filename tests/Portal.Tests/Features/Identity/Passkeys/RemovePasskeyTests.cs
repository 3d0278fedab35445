using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Passkeys;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity.Passkeys;

[Trait("Norm", "ASVS 7.4.3")]
public sealed class RemovePasskeyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly PasskeyPeople people = new(portal);

    [Fact]
    public async Task A_removed_passkey_opens_nothing_and_every_other_session_ends()
    {
        var owner = await people.NewAsync();
        var elsewhere = (await people.SignInAsync(owner.Device)).Token;
        var removed = await portal.Get<RemovePasskey>().ForAsync(owner.Actor, (await people.RowAsync(owner.Device)).Id, default);
        removed.Outcome.ShouldBe(OwnChangeOutcome.Changed);
        (await people.Own.LivesAsync(removed.Token)).ShouldBeTrue();
        (await people.Own.LivesAsync(elsewhere)).ShouldBeFalse();
        (await people.SignInAsync(owner.Device)).ShouldBe(PasskeyResult.Refused);
        (await people.All.RefusalsAsync(owner.Person)).ShouldBe(["unknown-passkey"]);
        (await people.All.EntriesAsync(owner.Person)).Single(e => e.Reason == "passkey-removed").Outcome.ShouldBe(AuditOutcome.Allowed);
    }

    [Fact]
    public async Task Nobody_removes_somebody_elses()
    {
        var (owner, other) = (await people.NewAsync(), await people.NewAsync());
        (await portal.Get<RemovePasskey>().ForAsync(other.Actor, (await people.RowAsync(owner.Device)).Id, default)).ShouldBe(OwnChangeResult.StartAgain);
        (await people.SignInAsync(owner.Device)).Outcome.ShouldBe(PasskeyOutcome.SignedIn);
    }

    [Fact]
    public async Task It_wants_a_fresh_factor() => await people.Own.ShouldWantAFactorAsync(actor => portal.Get<RemovePasskey>().ForAsync(actor, Guid.NewGuid(), default));
}
