using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class SignOutTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task Signing_out_ends_the_session_and_is_audited_once()
    {
        var token = await people.SignInAsync(await people.NewAsync());
        var actor = await people.ActorAsync(token);
        await portal.Get<SignOut>().ForAsync(actor, default);
        await portal.Get<SignOut>().ForAsync(actor, default);
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();
        var entry = (await people.EntriesAsync(e => e.Action == AuditAction.SignOut && e.Session == actor.Session)).ShouldHaveSingleItem();
        entry.Account.ShouldBe(actor.Account);
    }

    [Fact]
    public async Task Another_session_of_the_same_person_goes_on()
    {
        var person = await people.NewAsync();
        var first = await people.SignInAsync(person);
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        var second = await people.SignInAsync(person);
        await portal.Get<SignOut>().ForAsync(await people.ActorAsync(first), default);
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, second, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Nobody_signing_out_is_no_error() => await portal.Get<SignOut>().ForAsync(Actor.Anonymous, default);
}
