using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Passkeys;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity.Passkeys;

public sealed class RenamePasskeyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly PasskeyPeople people = new(portal);

    private Task<bool> RenameAsync(PasskeyOwner by, Guid passkey, string? name) => portal.Get<RenamePasskey>().ForAsync(by.Actor, passkey, name, default);

    [Fact]
    public async Task A_renamed_passkey_opens_what_it_opened()
    {
        var owner = await people.NewAsync();
        var id = (await people.RowAsync(owner.Device)).Id;
        (await RenameAsync(owner, id, " Old phone ")).ShouldBeTrue();
        (await portal.Get<OpenOwnAccount>().ForAsync(owner.Actor, default))!.Passkeys.Single().Name.ValueOrDefault.ShouldBe("Old phone");
        (await people.Own.LivesAsync(owner.Token)).ShouldBeTrue();
        (await people.SignInAsync(owner.Device)).Outcome.ShouldBe(PasskeyOutcome.SignedIn);
        (await people.All.EntriesAsync(owner.Person)).Single(e => e.Reason == "passkey-renamed").Outcome.ShouldBe(AuditOutcome.Allowed);
    }

    [Fact]
    public async Task No_name_and_somebody_elses_passkey_change_nothing()
    {
        var (owner, other) = (await people.NewAsync(), await people.NewAsync());
        var id = (await people.RowAsync(owner.Device)).Id;
        (await RenameAsync(owner, id, " ")).ShouldBeFalse();
        (await RenameAsync(other, id, "Mine")).ShouldBeFalse();
        (await portal.Get<OpenOwnAccount>().ForAsync(owner.Actor, default))!.Passkeys.Single().Name.ValueOrDefault.ShouldBe("Work phone");
    }

    [Fact]
    public async Task It_wants_a_fresh_factor() => await people.Own.ShouldWantAFactorAsync(actor => portal.Get<RenamePasskey>().ForAsync(actor, Guid.NewGuid(), "Name", default));
}
