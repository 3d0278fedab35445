using Portal.Features.BreakGlass;
using Portal.Features.BreakGlass.Review;
using Portal.Kernel.Access;
using Portal.Tests.Data;
using People = Portal.Tests.Features.Patients.People;

namespace Portal.Tests.Features.BreakGlass.Review;

public sealed class WatchGrantsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Reviews reviews = new(portal);

    [Fact]
    public async Task Taking_ending_asking_and_deciding_each_change_it_on_every_node_and_looking_does_not()
    {
        var officer = await reviews.OfficerAsync();
        await using var second = await SecondPortal.OpenAsync(portal);
        Task<GlassPulse> PulseAsync() => second.Get<WatchGrants>().ForAsync(officer, default);
        var pulses = new List<GlassPulse> { await PulseAsync() };

        var (_, _, grant) = await reviews.Glass.BrokenAsync();
        pulses.Add(await PulseAsync());
        portal.Clock.Advance(TimeSpan.FromMinutes(61));
        await portal.Get<GlassJob>().RunAsync(default);
        pulses.Add(await PulseAsync());
        await reviews.SayAsync(officer, grant, GlassReview.Asked);
        pulses.Add(await PulseAsync());
        await reviews.SayAsync(officer, grant, GlassReview.Inappropriate, seen: 1);
        pulses.Add(await PulseAsync());

        pulses[..^1].ShouldBeUnique();
        pulses[^1].ShouldBe(pulses[0]);
        var board = await reviews.BoardAsync(officer);
        (board.Pulse, await PulseAsync()).ShouldBe((pulses[^1], pulses[^1]));
    }

    [Fact]
    public async Task It_says_nothing_to_others_and_writes_no_entry()
    {
        await reviews.Glass.BrokenAsync();
        var auditor = People.In(Role.Auditor);
        (await portal.Get<WatchGrants>().ForAsync(auditor, default)).Waiting.ShouldBeGreaterThan(0);
        (await portal.Get<WatchGrants>().ForAsync(People.In(Role.Clinician), default)).ShouldBe(GlassPulse.Still);
        (await reviews.Glass.People.EntriesAsync(entry => entry.Account == auditor.Account)).ShouldBeEmpty();
    }
}
