using Portal.Features.Identity;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Identity;

/// <summary>A person who is signed in twice, for tests of what a change of credentials ends.</summary>
internal sealed record OwnPerson(Person Person, string Token, Actor Actor, string OtherToken);

internal sealed class OwnPeople(PortalFixture portal)
{
    private readonly People people = new(portal);

    public async Task<OwnPerson> TwiceAsync(Role role = Role.Nurse)
    {
        var person = await people.NewAsync(role);
        var other = await people.SignInAsync(person);
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        var token = await people.SignInAsync(person);
        return new OwnPerson(person, token, await people.ActorAsync(token), other);
    }

    public async Task<bool> LivesAsync(string? token) => await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default) is not null;

    /// <summary>A verb wants a fresh factor, and a person.</summary>
    public async Task ShouldWantAFactorAsync(Func<Actor, Task> verb)
    {
        var own = await TwiceAsync();
        portal.Clock.Advance(FreshFactor.Lifetime);
        await Should.ThrowAsync<StepUpRequiredException>(() => verb(own.Actor));
        await Should.ThrowAsync<StepUpRequiredException>(() => verb(People.Nobody));
    }

    /// <summary>Signed in with a recovery code; the codes that are left.</summary>
    public async Task<(Person Person, Actor Actor)> RecoveredAsync()
    {
        var person = await people.NewAsync();
        await using var db = portal.Open();
        var codes = await portal.Get<RecoveryCodes>().ReplaceAsync(db, person.Id.Value, default);
        var step = await people.PasswordAsync(person);
        var result = await portal.Get<UseRecoveryCode>().WithCodeAsync(People.Nobody, step.Token, codes[0], default);
        return (person, await people.ActorAsync(result.Token!));
    }
}
