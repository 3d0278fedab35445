using System.Net;
using Portal.Features.Identity;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class ListSessionsTests(PortalFixture portal) : OwnSessionsTests(portal), IClassFixture<PortalFixture>
{
    private readonly PortalFixture portal = portal;

    [Fact]
    [Trait("Norm", "ASVS 7.5.2")]
    public async Task A_person_sees_the_own_living_sessions_this_one_first_and_nobody_elses()
    {
        var person = await people.NewAsync();
        var (gone, there, here) = (await SignedInAsync(person), await SignedInAsync(person), await SignedInAsync(person));
        await SignedInAsync(await people.NewAsync());
        await portal.Get<SignOut>().ForAsync(gone, default);

        var items = (await portal.Get<ListSessions>().ForAsync(here, default))!;

        items.Select(item => (item.Session, item.IsThis)).ShouldBe([(here.Session!.Value, true), (there.Session!.Value, false)]);
        items[0].Place.ShouldBeNull();
        (await people.EntriesAsync(e => e.ResourceId == person.Id.Value && e.Reason == "own-sessions")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_that_ran_out_is_not_shown_before_anybody_noticed()
    {
        var person = await people.NewAsync();
        await SignedInAsync(person);
        portal.Clock.Advance(TimeSpan.FromMinutes(16));
        (await portal.Get<ListSessions>().ForAsync(await SignedInAsync(person), default))!.ShouldHaveSingleItem().IsThis.ShouldBeTrue();
    }

    [Fact]
    public Task A_job_has_none() => Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<ListSessions>().ForAsync(Actor.System("test"), default));
}
