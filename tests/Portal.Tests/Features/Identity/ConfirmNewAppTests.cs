using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class ConfirmNewAppTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);
    private readonly OwnPeople own = new(portal);

    private Task<OwnChangeResult> ConfirmAsync(Actor actor, string? code) => portal.Get<ConfirmNewApp>().WithCodeAsync(actor, code, default);

    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task From_the_confirmation_on_the_new_app_signs_in_and_the_old_one_does_not()
    {
        var me = await own.TwiceAsync();
        var secret = await OfferedAsync(me.Actor);
        var result = await ConfirmAsync(me.Actor, CodeOf(secret));
        result.Outcome.ShouldBe(OwnChangeOutcome.Changed);
        (await own.LivesAsync(result.Token)).ShouldBeTrue();
        (await own.LivesAsync(me.Token)).ShouldBeFalse("the cookie got a new token");
        (await own.LivesAsync(me.OtherToken)).ShouldBeFalse();
        (await people.EntriesAsync(me.Person)).ShouldContain(e => e.Action == AuditAction.Credential && e.Reason == "totp-changed");
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        (await SignInAsync(me.Person, people.CodeOf(me.Person))).ShouldBe(FactorOutcome.Refused);
        (await SignInAsync(me.Person, CodeOf(secret))).ShouldBe(FactorOutcome.SignedIn);
    }

    [Fact]
    [Trait("Norm", "ASVS 6.5.1")]
    public async Task The_code_that_confirmed_is_used_up_and_so_is_the_offer()
    {
        var me = await own.TwiceAsync();
        var code = CodeOf(await OfferedAsync(me.Actor));
        (await ConfirmAsync(me.Actor, code)).Outcome.ShouldBe(OwnChangeOutcome.Changed);
        (await ConfirmAsync(me.Actor, code)).Outcome.ShouldBe(OwnChangeOutcome.StartAgain);
        (await SignInAsync(me.Person, code)).ShouldBe(FactorOutcome.Refused);
    }

    [Fact]
    public async Task Wrong_codes_count_lock_and_leave_the_old_app_as_it_is()
    {
        var me = await own.TwiceAsync();
        var secret = await OfferedAsync(me.Actor);
        await ConfirmAsync(me.Actor, "12345a");
        for (var i = 0; i < TryCounter.MaxTries; i++)
        {
            (await ConfirmAsync(me.Actor, "12345")).Outcome.ShouldBe(OwnChangeOutcome.Refused);
        }

        (await ConfirmAsync(me.Actor, CodeOf(secret))).Outcome.ShouldBe(OwnChangeOutcome.Refused, "the account rests");
        portal.Clock.Advance(TryCounter.LockTime);
        (await SignInAsync(me.Person, people.CodeOf(me.Person))).ShouldBe(FactorOutcome.SignedIn);
    }

    [Fact]
    public async Task Of_two_sessions_that_set_an_app_up_at_once_one_wins()
    {
        var me = await own.TwiceAsync();
        var other = await people.ActorAsync(me.OtherToken);
        var (mine, others) = (CodeOf(await OfferedAsync(me.Actor)), CodeOf(await OfferedAsync(other)));
        var results = await Task.WhenAll(IsChangedAsync(me.Actor, mine), IsChangedAsync(other, others));
        results.Count(changed => changed).ShouldBe(1);
    }

    // Whoever comes after the other's change has no living session any more, and so no fresh factor.
    private async Task<bool> IsChangedAsync(Actor actor, string code)
    {
        try
        {
            return (await ConfirmAsync(actor, code)).Outcome == OwnChangeOutcome.Changed;
        }
        catch (StepUpRequiredException)
        {
            return false;
        }
    }

    [Fact]
    public async Task Who_came_in_with_a_recovery_code_sets_up_an_app_and_has_a_fresh_factor_then()
    {
        var (person, actor) = await own.RecoveredAsync();
        var result = await ConfirmAsync(actor, CodeOf(await OfferedAsync(actor)));
        (await people.SessionAsync(result.Token!)).Factor.ShouldBe(SessionFactor.Totp);
        (await portal.Get<RenewRecoveryCodes>().ForAsync(actor, default)).Count.ShouldBe(RecoveryCodes.Count);
        person.ShouldNotBeNull();
    }

    [Fact]
    [Trait("Norm", "ASVS 7.5.3")]
    public Task It_wants_a_fresh_factor() => own.ShouldWantAFactorAsync(actor => ConfirmAsync(actor, "123456"));

    private string CodeOf(byte[] secret) => Totp.CodeAt(secret, Totp.StepAt(portal.Clock.GetUtcNow()));

    private async Task<byte[]> OfferedAsync(Actor actor)
    {
        await portal.Get<OfferNewApp>().ForAsync(actor, default);
        await using var db = portal.Open();
        return portal.Get<TotpOffers>().SecretOf((await db.FindAsync<Session>(actor.Session!.Value.Value))!)!;
    }

    private async Task<FactorOutcome> SignInAsync(Person person, string code) =>
        (await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, (await people.PasswordAsync(person)).Token, code, default)).Outcome;
}
