using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Portal.Features.Identity;
using Portal.Tests.Features.Identity;
using Portal.Web.Security;

namespace Portal.Web.Tests;

/// <summary>Somebody signed in, as the pages of a circuit see it.</summary>
internal sealed class SignedInUser(ClaimsPrincipal user) : AuthenticationStateProvider
{
    public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));

    /// <summary>Whose session a token is of.</summary>
    public static async Task<ClaimsPrincipal> OfAsync(FindSession sessions, string token) =>
        PrincipalActor.PrincipalOf((await sessions.ByTokenAsync(People.Nobody, token, default))!, People.Nobody.Origin);

    /// <summary>A person who signs in by the use cases, at the machine's clock.</summary>
    public static async Task<ClaimsPrincipal> OfAsync(WebFixture web, Person person)
    {
        var step = (await web.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, WebPeople.Password, default))!;
        var result = await web.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step.Token, WebPeople.CodeNow(person.Secret), default);
        return await OfAsync(web.Get<FindSession>(), result.Token!);
    }

    /// <summary>What pages ask who acts.</summary>
    public static ActorSource Actors(ClaimsPrincipal user, FindSession sessions) => new(new SignedInUser(user), sessions);
}
