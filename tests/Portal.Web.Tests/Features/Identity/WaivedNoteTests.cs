using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Tests.Features.Identity;
using Portal.Web.Features.Identity.People;
using Portal.Web.Security;

namespace Portal.Web.Tests.Features.Identity;

/// <summary>A database of its own: how many administrators there are decides.</summary>
public sealed class WaivedNoteTests(WebFixture web) : IClassFixture<WebFixture>
{
    private readonly WebPeople people = new(web);

    [Fact]
    [Trait("Norm", "164.308(a)(4)")]
    public async Task The_page_says_that_approvals_are_waived_while_there_are_fewer_than_two_administrators()
    {
        var alone = await SignedInAsync(await people.NewAsync(Role.Administrator));
        Notes(alone).ShouldBe(1);
        await people.NewAsync(Role.Administrator, enrolled: false);
        Notes(alone).ShouldBe(1, "one who never enrolled a factor cannot approve");
        await people.NewAsync(Role.Administrator);
        Notes(alone).ShouldBe(0);
    }

    private int Notes(ClaimsPrincipal user)
    {
        using var context = new BunitContext();
        context.JSInterop.Mode = JSRuntimeMode.Loose;
        context.Services.AddFallbackServiceProvider(web.Services);
        context.Services.AddLocalization();
        context.Services.AddScoped<StepUpPrompt>();
        context.Services.AddSingleton(new ActorSource(new Fixed(user), web.Get<FindSession>()));
        var page = context.Render<PeoplePage>();
        page.WaitForElement("#accounts", TimeSpan.FromSeconds(30));
        return page.FindAll("#waived").Count;
    }

    private async Task<ClaimsPrincipal> SignedInAsync(Person person)
    {
        var step = (await web.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, WebPeople.Password, default))!;
        var result = await web.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step.Token, WebPeople.CodeNow(person.Secret), default);
        var view = (await web.Get<FindSession>().ByTokenAsync(People.Nobody, result.Token!, default))!;
        return PrincipalActor.PrincipalOf(view, People.Nobody.Origin);
    }

    private sealed class Fixed(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }
}
