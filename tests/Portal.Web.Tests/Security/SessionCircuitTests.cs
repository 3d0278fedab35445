using System.Security.Claims;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Portal.Features.Identity;
using Portal.Kernel.Access;
using Portal.Tests;
using Portal.Tests.Features.Identity;
using Portal.Web.Hosting;
using Portal.Web.Security;

namespace Portal.Web.Tests.Security;

public sealed class SessionCircuitTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);
    private readonly Browsing browsing = new();

    private async Task<(ActorSource Actors, Actor Actor)> SignedInAsync()
    {
        var token = await people.SignInAsync(await people.NewAsync());
        var view = (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default))!;
        var principal = PrincipalActor.PrincipalOf(view, People.Nobody.Origin);
        return (new ActorSource(new Fixed(principal), portal.Get<FindSession>()), PrincipalActor.ActorOf(principal)!);
    }

    [Fact]
    public async Task The_actor_carries_account_role_session_and_origin_through_the_principal()
    {
        var (actors, _) = await SignedInAsync();
        var actor = await actors.CurrentAsync();
        (actor.Role, actor.Origin.UserAgent, actor.Origin.Ip).ShouldBe((Role.Clinician, "Test browser", People.Nobody.Origin.Ip));
        actor.Session.ShouldNotBeNull();
    }

    [Fact]
    [Trait("Norm", "ASVS 7.4.2")]
    public async Task After_the_session_ended_there_is_no_actor()
    {
        var (actors, actor) = await SignedInAsync();
        await portal.Get<SignOut>().ForAsync(actor, default);
        await Should.ThrowAsync<SessionEndedException>(() => actors.CurrentAsync());
    }

    [Fact]
    public async Task Nobody_is_no_actor()
    {
        var actors = new ActorSource(new Fixed(new ClaimsPrincipal(new ClaimsIdentity())), portal.Get<FindSession>());
        await Should.ThrowAsync<SessionEndedException>(() => actors.CurrentAsync());
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    public async Task A_clock_that_is_set_back_does_not_stop_the_checks()
    {
        var (actors, actor) = await SignedInAsync();
        var circuit = NewCircuit(actors);
        (await circuit.MayGoOnAsync()).ShouldBeTrue();
        await portal.Get<SignOut>().ForAsync(actor, default);
        portal.Clock.StepBack(TimeSpan.FromHours(1));
        portal.Clock.Advance(TimeSpan.FromSeconds(5));
        (await circuit.MayGoOnAsync()).ShouldBeFalse();
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    public async Task Within_five_seconds_after_the_session_ended_the_circuit_refuses_what_comes_in()
    {
        var (actors, actor) = await SignedInAsync();
        var circuit = NewCircuit(actors);
        (await circuit.MayGoOnAsync()).ShouldBeTrue();
        await portal.Get<SignOut>().ForAsync(actor, default);
        portal.Clock.Advance(TimeSpan.FromSeconds(5));
        (await circuit.MayGoOnAsync()).ShouldBeFalse();
        (await circuit.MayGoOnAsync()).ShouldBeFalse();
        browsing.Went.ShouldBe(["/sign-in"]);
    }

    [Fact]
    public async Task Input_on_a_circuit_keeps_its_session_alive()
    {
        var (actors, _) = await SignedInAsync();
        var circuit = NewCircuit(actors);
        for (var minutes = 0; minutes < 60; minutes += 10)
        {
            portal.Clock.Advance(TimeSpan.FromMinutes(10));
            (await circuit.MayGoOnAsync()).ShouldBeTrue();
        }
    }

    private SessionCircuitHandler NewCircuit(ActorSource actors) => new(actors, browsing, new DatabaseState(), portal.Clock);

    private sealed class Fixed(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }

    private sealed class Browsing : NavigationManager
    {
        public Browsing() => Initialize("https://localhost/", "https://localhost/patients");

        public List<string> Went { get; } = [];

        protected override void NavigateToCore(string uri, NavigationOptions options) => Went.Add(uri);
    }
}
