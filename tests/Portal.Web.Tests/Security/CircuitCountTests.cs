using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Portal.Features.Identity;
using Portal.Features.Identity.Sessions;
using Portal.Tests;
using Portal.Tests.Features.Identity;
using Portal.Web.Hosting;
using Portal.Web.Hosting.Settings;
using Portal.Web.Security;

namespace Portal.Web.Tests.Security;

/// <summary>How many circuits an account may have open, whatever they are carried by: polling has no request that lasts and could be counted.</summary>
[Trait("Norm", "ASVS 2.4.1")]
public sealed class CircuitCountTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);
    private readonly CircuitSessions circuits = new(portal.Clock);

    [Fact]
    public async Task One_more_than_may_is_cut_and_a_place_that_is_free_again_is_taken()
    {
        var user = await UserAsync();
        var (first, second, third) = (new Connection(user), new Connection(user), new Connection(user));
        (await ComesInAsync(first)).ShouldBeTrue();
        (await ComesInAsync(second)).ShouldBeTrue();
        (await ComesInAsync(third)).ShouldBeFalse();
        (third.IsCut, circuits.Count).ShouldBe((true, 2));
        (await ComesInAsync(new Connection(await UserAsync()))).ShouldBeTrue("another account has places of its own");
        circuits.Remove(first.ConnectionId);
        (await ComesInAsync(new Connection(user))).ShouldBeTrue();
    }

    [Fact]
    public async Task Of_many_that_come_at_once_for_the_last_place_one_gets_it()
    {
        var actor = PrincipalActor.ActorOf(await UserAsync())!;
        var taken = 0;
        Parallel.For(0, 64, number => Interlocked.Add(ref taken, circuits.TryAdd($"{number}", actor, () => { }, most: 1) ? 1 : 0));
        (taken, circuits.Count).ShouldBe((1, 1));
    }

    private async Task<ClaimsPrincipal> UserAsync()
    {
        var view = await portal.Get<FindSession>().ByTokenAsync(People.Nobody, await people.SignInAsync(await people.NewAsync()), default);
        return PrincipalActor.PrincipalOf(view!, People.Nobody.Origin);
    }

    private async Task<bool> ComesInAsync(Connection connection)
    {
        var settings = PortalSettings.Read(new ConfigurationBuilder().AddInMemoryCollection([new("Portal:Limits:Circuits", "2")]).Build());
        var door = new CircuitDoor(circuits, portal.Get<FindEndedSessions>(), portal.Get<FindSession>(), SessionLimits.Default, new DatabaseState(), portal.Clock);
        var isIn = false;
        using var hub = new AnyHub();
        await new SessionHubFilter(circuits, door, new LastActivity(portal.Clock), settings).OnConnectedAsync(new HubLifetimeContext(connection, NoServices.One, hub), _ =>
        {
            isIn = true;
            return Task.CompletedTask;
        });
        return isIn;
    }
}
