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
    [Trait("Norm", "ASVS 7.2.4")]
    public async Task A_new_sign_in_at_a_browser_ends_the_session_that_it_held_whosever_it_was_and_no_other()
    {
        var (before, next) = (await people.NewAsync(), await people.NewAsync());
        var (held, elsewhere) = (await people.SignInAsync(before), await LaterAsync(before));
        var actor = await people.ActorAsync(held);

        var token = await LaterAsync(next, held);

        (await LivesAsync(held)).ShouldBeFalse();
        (await LivesAsync(elsewhere)).ShouldBeTrue();
        (await LivesAsync(token)).ShouldBeTrue();
        var entry = (await people.EntriesAsync(e => e.Action == AuditAction.SignOut && e.ResourceId == actor.Session!.Value.Value)).ShouldHaveSingleItem();
        (entry.Account, entry.Session).ShouldBe((actor.Account, actor.Session));
        (await LivesAsync(await LaterAsync(next, held))).ShouldBeTrue("a session that is over, or none, is no hindrance");
        (await LivesAsync(await LaterAsync(next, "planted"))).ShouldBeTrue();
        (await LivesAsync(token)).ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_signing_out_is_no_error() => await portal.Get<SignOut>().ForAsync(Actor.Anonymous, default);

    private async Task<string> LaterAsync(Person person, string? held = null)
    {
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        var at = Actor.AnonymousFrom(People.Nobody.Origin with { SessionBefore = held });
        var step = await portal.Get<SignIn>().WithPasswordAsync(at, person.Email, People.Password, default);
        return (await portal.Get<ConfirmTotp>().WithCodeAsync(at, step!.Token, people.CodeOf(person), default)).Token!;
    }

    private async Task<bool> LivesAsync(string token) => await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default) is not null;
}
