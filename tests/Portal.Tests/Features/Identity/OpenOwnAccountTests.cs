using Portal.Features.Identity;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class OpenOwnAccountTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);
    private readonly OwnPeople own = new(portal);

    private Task<OwnAccountView?> OpenAsync(Actor actor) => portal.Get<OpenOwnAccount>().ForAsync(actor, default);

    [Fact]
    [Trait("Norm", "ASVS 14.2.6")]
    public async Task A_person_sees_name_role_and_the_masked_address_and_the_look_is_an_entry()
    {
        var me = await own.TwiceAsync(Role.Patient);
        var view = (await OpenAsync(me.Actor))!;
        (view.Name.ValueOrDefault, view.Role, view.RecoveryCodesLeft).ShouldBe(("Test Person", Role.Patient, 0));
        view.Email.ValueOrDefault.ShouldBe($"{me.Person.Email[0]}•••@people.example");
        view.ToString().ShouldBe("OwnAccountView");
        (await people.EntriesAsync(me.Person)).ShouldContain(e => e.Action == AuditAction.Read && e.Account == me.Person.Id);
    }

    [Fact]
    public async Task It_says_how_many_recovery_codes_are_left_and_whether_the_factor_is_fresh()
    {
        var (_, actor) = await own.RecoveredAsync();
        var view = (await OpenAsync(actor))!;
        (view.RecoveryCodesLeft, view.IsFresh, view.IsFreshForNewApp).ShouldBe((9, false, true));
        portal.Clock.Advance(FreshFactor.Lifetime);
        (await OpenAsync(actor))!.IsFreshForNewApp.ShouldBeFalse();
        (await OpenAsync((await own.TwiceAsync()).Actor))!.IsFresh.ShouldBeTrue();
    }

    [Fact]
    public async Task A_session_that_has_ended_sees_nothing_and_who_is_no_person_is_refused()
    {
        var me = await own.TwiceAsync();
        await portal.Get<SignOut>().ForAsync(me.Actor, default);
        (await OpenAsync(me.Actor)).ShouldBeNull();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => OpenAsync(People.Job));
    }
}
