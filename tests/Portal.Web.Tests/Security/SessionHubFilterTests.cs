using System.Reflection;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Portal.Features.Identity;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Tests;
using Portal.Tests.Features.Identity;
using Portal.Web.Hosting;
using Portal.Web.Hosting.Settings;
using Portal.Web.Security;

namespace Portal.Web.Tests.Security;

/// <summary>What of all that a browser can call of the hub keeps a session alive, what asks whether it lives, and what is never let through.</summary>
public sealed class SessionHubFilterTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private static readonly IReadOnlyDictionary<string, MethodInfo> Methods = typeof(CircuitOptions).Assembly
        .GetType("Microsoft.AspNetCore.Components.Server.ComponentHub", throwOnError: true)!
        .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        .Where(method => method is { IsSpecialName: false } && method.GetBaseDefinition() == method)
        .ToDictionary(method => method.Name);

    private readonly People people = new(portal);
    private readonly CircuitSessions circuits = new(portal.Clock);
    private readonly LastActivity activity = new(portal.Clock);

    // The framework's own list: a method that a new version brings is judged here before anybody may call it unjudged.
    public static TheoryData<string, bool, bool> Judged() => new()
    {
        { "BeginInvokeDotNetFromJS", true, true },
        { "OnLocationChanged", true, true },
        { "OnLocationChanging", true, true },
        { "StartCircuit", false, true },
        { "ConnectCircuit", false, true },
        { "UpdateRootComponents", false, true },
        { "EndInvokeJSFromDotNet", false, false },
        { "OnRenderCompleted", false, false },
        { "ReceiveByteArray", false, false },
        { "ReceiveJSDataChunk", false, false },
        { "SendDotNetStreamToJS", false, false },
    };

    [Fact]
    public void Every_method_of_the_hub_is_judged() =>
        Methods.Keys.Order().ShouldBe(Judged().Select(row => (string)row[0]).Concat(["PauseCircuit", "ResumeCircuit"]).Order());

    [Theory]
    [MemberData(nameof(Judged))]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    public async Task Only_what_a_person_does_counts_against_being_idle(string method, bool isInput, bool isAsked)
    {
        var (connection, token) = await ConnectedAsync();
        var before = (await people.SessionAsync(token)).LastInputAt;
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await InvokeAsync(connection, method);
        connection.IsCut.ShouldBeFalse($"asked for: {isAsked}");
        ((await people.SessionAsync(token)).LastInputAt > before).ShouldBe(isInput);
        (activity.Since == TimeSpan.Zero).ShouldBe(isAsked);
    }

    [Theory]
    [MemberData(nameof(Judged))]
    [Trait("Norm", "ASVS 7.4.2")]
    public async Task After_the_session_ended_what_a_person_does_and_what_opens_more_is_refused_and_then_everything(string method, bool isInput, bool isAsked)
    {
        var (connection, token) = await ConnectedAsync();
        await portal.Get<SignOut>().ForAsync(await people.ActorAsync(token), default);
        (await InvokeAsync(connection, method)).ShouldBe(!isAsked);
        connection.IsCut.ShouldBe(isAsked, $"input: {isInput}");
        (await InvokeAsync(connection, "BeginInvokeDotNetFromJS")).ShouldBeFalse();
        (await InvokeAsync(connection, method)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("PauseCircuit")]
    [InlineData("ResumeCircuit")]
    public async Task What_would_put_a_circuit_aside_is_never_let_through(string method)
    {
        var (connection, _) = await ConnectedAsync();
        (await InvokeAsync(connection, method)).ShouldBeFalse();
        connection.IsCut.ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_did_not_come_in_by_the_door_calls_nothing()
    {
        var (_, token) = await ConnectedAsync();
        var stranger = new Connection(await UserAsync(token));
        (await InvokeAsync(stranger, "OnRenderCompleted")).ShouldBeFalse();
        stranger.IsCut.ShouldBeTrue();
    }

    private SessionHubFilter Filter => new(
        circuits, new CircuitDoor(circuits, portal.Get<FindEndedSessions>(), portal.Get<FindSession>(), SessionLimits.Default, new DatabaseState(), portal.Clock),
        activity, PortalSettings.Read(new ConfigurationBuilder().Build()));

    private async Task<(Connection Connection, string Token)> ConnectedAsync()
    {
        var token = await people.SignInAsync(await people.NewAsync());
        var connection = new Connection(await UserAsync(token));
        using var hub = new AnyHub();
        await Filter.OnConnectedAsync(new HubLifetimeContext(connection, NoServices.One, hub), _ => Task.CompletedTask);
        CircuitSessions.Remember(circuits.Find(connection.ConnectionId)!, "secret");
        return (connection, token);
    }

    private async Task<System.Security.Claims.ClaimsPrincipal> UserAsync(string token) =>
        PrincipalActor.PrincipalOf((await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default))!, People.Nobody.Origin);

    // Whether it came to the hub.
    private async Task<bool> InvokeAsync(Connection connection, string method)
    {
        var isIn = false;
        using var hub = new AnyHub();
        await Filter.InvokeMethodAsync(new HubInvocationContext(connection, NoServices.One, hub, Methods[method], ["secret"]), _ =>
        {
            isIn = true;
            return ValueTask.FromResult<object?>(null);
        });
        return isIn;
    }
}
