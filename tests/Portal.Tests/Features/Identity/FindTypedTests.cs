using Portal.Features.Identity;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Kernel.Access;

namespace Portal.Tests.Features.Identity;

public sealed class FindTypedTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task After_its_end_a_session_is_offered_nothing_and_keeps_nothing()
    {
        var own = new OwnPeople(portal);
        var me = await own.TwiceAsync();
        var place = new TypingPlace(FormKind.Invitation);
        var typed = new Dictionary<string, string> { ["name"] = "Zoë" };
        (await portal.Get<KeepTyped>().ForAsync(me.Actor, place, typed, default)).ShouldBeTrue();
        await portal.Get<SignOut>().ForAsync(me.Actor, default);

        (await portal.Get<FindTyped>().ForAsync(me.Actor, place, default)).ShouldBeNull();
        (await portal.Get<KeepTyped>().ForAsync(me.Actor, place, typed, default)).ShouldBeFalse();
    }
}
