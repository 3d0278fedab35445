using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests;
using Portal.Tests.Features.Identity;
using Portal.Web.Hosting;
using Portal.Web.Security;
using Portal.Web.Tests.Circuits;

namespace Portal.Web.Tests.Security;

public sealed class SessionCircuitTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);
    private readonly CircuitSessions circuits = new(portal.Clock);
    private int cut;

    private async Task<(ActorSource Actors, Actor Actor)> SignedInAsync()
    {
        var token = await people.SignInAsync(await people.NewAsync());
        var principal = await SignedInUser.OfAsync(portal.Get<FindSession>(), token);
        return (SignedInUser.Actors(principal, portal.Get<FindSession>()), PrincipalActor.ActorOf(principal)!);
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
        var actors = SignedInUser.Actors(new ClaimsPrincipal(new ClaimsIdentity()), portal.Get<FindSession>());
        await Should.ThrowAsync<SessionEndedException>(() => actors.CurrentAsync());
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    public async Task A_clock_that_is_set_back_does_not_stop_the_checks()
    {
        var (_, actor) = await SignedInAsync();
        var circuit = Open(actor);
        (await GoesInAsync(circuit)).ShouldBeTrue();
        await portal.Get<SignOut>().ForAsync(actor, default);
        portal.Clock.StepBack(TimeSpan.FromHours(1));
        (await GoesInAsync(circuit)).ShouldBeFalse();
    }

    [Fact]
    [Trait("Norm", "ASVS 7.4.2")]
    public async Task The_next_thing_that_comes_in_after_the_session_ended_is_refused_and_the_connection_cut()
    {
        var (_, actor) = await SignedInAsync();
        var circuit = Open(actor);
        (await GoesInAsync(circuit)).ShouldBeTrue();
        await portal.Get<SignOut>().ForAsync(actor, default);
        (await GoesInAsync(circuit)).ShouldBeFalse();
        (await GoesInAsync(circuit)).ShouldBeFalse();
        cut.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Endings.All), MemberType = typeof(Endings))]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    [Trait("Norm", "164.308(a)(3)(ii)(C)")]
    [Trait("Norm", "ASVS 7.4.2")]
    [Trait("Norm", "ASVS 8.3.2")]
    public async Task Whatever_ended_the_session_the_next_thing_that_comes_in_is_refused_before_any_watch_looks(string way)
    {
        var (_, actor) = await SignedInAsync();
        var (circuit, another) = (Open(actor), Open(actor));
        (await GoesInAsync(circuit)).ShouldBeTrue();
        await new Endings(portal.Get<IServiceProvider>()).EndAsync(way, actor);
        (await GoesInAsync(circuit)).ShouldBeFalse();
        (cut, another.IsEnded).ShouldBe((2, true));
    }

    [Fact]
    public async Task What_comes_in_while_the_connection_goes_is_refused_unasked_and_the_sessions_other_circuits_go_on()
    {
        var (_, actor) = await SignedInAsync();
        var (going, other) = (Open(actor), Open(actor));
        (await Door.MayGoInAsync(going, isInput: true, new CancellationToken(canceled: true))).ShouldBeFalse();
        (cut, other.IsEnded).ShouldBe((0, false));
        (await GoesInAsync(other)).ShouldBeTrue();
    }

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iii)")]
    public async Task Input_on_a_circuit_keeps_its_session_alive_and_nothing_else_on_it_does()
    {
        var (_, actor) = await SignedInAsync();
        var circuit = Open(actor);
        for (var minutes = 0; minutes < 60; minutes += 10)
        {
            portal.Clock.Advance(TimeSpan.FromMinutes(10));
            (await GoesInAsync(circuit)).ShouldBeTrue();
        }

        portal.Clock.Advance(TimeSpan.FromMinutes(10));
        (await Door.MayGoInAsync(circuit, isInput: false, default)).ShouldBeTrue();
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        (await GoesInAsync(circuit)).ShouldBeFalse();
    }

    [Fact]
    [Trait("Norm", "164.308(a)(3)(ii)(C)")]
    public async Task The_watch_cuts_off_circuits_of_sessions_that_ended_anywhere_and_no_others()
    {
        var (_, gone) = await SignedInAsync();
        var (_, stays) = await SignedInAsync();
        var (first, second) = (Open(gone), Open(stays));
        await using (var db = portal.Open())
        {
            await db.Set<Account>().Where(a => a.Id == gone.Account!.Value.Value).ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledAt, portal.Clock.GetUtcNow()));
        }

        using var watch = Watch;
        await watch.LookAsync(default);

        (first.IsEnded, second.IsEnded, cut).ShouldBe((true, false, 1));
        (await people.EntriesAsync(e => e.ResourceId == gone.Session!.Value.Value && e.Action == AuditAction.SignOut)).ShouldHaveSingleItem().Reason.ShouldBe("disabled");
    }

    // One look may fail or wait for a busy database: the next one is still in time.
    [Fact]
    [Trait("Norm", "164.308(a)(3)(ii)(C)")]
    public void The_watch_looks_twice_within_five_seconds() => (2 * CircuitWatch.Interval).ShouldBeLessThanOrEqualTo(TimeSpan.FromSeconds(5));

    [Fact]
    [Trait("Norm", "164.308(a)(3)(ii)(C)")]
    public async Task The_watch_looks_by_itself_at_each_interval()
    {
        var (_, actor) = await SignedInAsync();
        var circuit = Open(actor);
        using var watch = Watch;
        await watch.StartAsync(default);
        await portal.Get<SignOut>().ForAsync(actor, default);
        for (var tries = 0; tries < 100 && !circuit.IsEnded; tries++)
        {
            portal.Clock.Advance(CircuitWatch.Interval);
            await Task.Delay(50);
        }

        await watch.StopAsync(default);
        circuit.IsEnded.ShouldBeTrue();
    }

    [Fact]
    [Trait("Norm", "ASVS 7.4.2")]
    public async Task A_circuit_is_returned_to_by_its_own_session_while_that_lives_and_by_no_other()
    {
        var (_, owner) = await SignedInAsync();
        var (_, other) = await SignedInAsync();
        var lost = Open(owner, "lost");
        CircuitSessions.Remember(lost, "secret");
        circuits.Remove("lost");

        circuits.MayReturn(Open(other), "secret").ShouldBeFalse();
        circuits.MayReturn(Open(owner), "secret").ShouldBeTrue();
        circuits.MayReturn(Open(owner), "another").ShouldBeFalse();
        circuits.End(owner.Session!.Value);
        circuits.MayReturn(Open(owner), "secret").ShouldBeFalse();
    }

    [Fact]
    public async Task A_circuit_that_nobody_returned_to_is_forgotten()
    {
        var (_, owner) = await SignedInAsync();
        CircuitSessions.Remember(Open(owner, "lost"), "secret");
        circuits.Remove("lost");
        portal.Clock.Advance(TimeSpan.FromMinutes(6));
        circuits.ForgetOld();
        circuits.MayReturn(Open(owner), "secret").ShouldBeFalse();
    }

    private CircuitDoor Door => new(
        circuits, portal.Get<FindEndedSessions>(), portal.Get<FindSession>(), SessionLimits.Default, new DatabaseState(), portal.Clock);

    private CircuitWatch Watch => new(circuits, portal.Get<FindEndedSessions>(), new DatabaseState(), portal.Clock, NullLogger<CircuitWatch>.Instance);

    private Task<bool> GoesInAsync(OpenCircuit circuit) => Door.MayGoInAsync(circuit, isInput: true, default);

    private OpenCircuit Open(Actor actor, string? connection = null) => circuits.Add(connection ?? Guid.NewGuid().ToString(), actor, () => cut++);
}
