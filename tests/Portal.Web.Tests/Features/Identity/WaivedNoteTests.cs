using System.Security.Claims;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Features.Identity;
using Portal.Kernel.Access;
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
        var alone = await SignedInUser.OfAsync(web, await people.NewAsync(Role.Administrator));
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
        context.Services.AddSingleton(SignedInUser.Actors(user, web.Get<FindSession>()));
        var page = context.Render<PeoplePage>();
        page.WaitForElement("#accounts", TimeSpan.FromSeconds(30));
        return page.FindAll("#waived").Count;
    }
}
