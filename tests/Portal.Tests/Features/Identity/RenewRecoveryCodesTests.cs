using Portal.Features.Identity;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.OwnAccount;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class RenewRecoveryCodesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);
    private readonly OwnPeople own = new(portal);

    private Task<IReadOnlyList<string>> RenewAsync(Actor actor) => portal.Get<RenewRecoveryCodes>().ForAsync(actor, default);

    [Fact]
    public async Task The_new_codes_sign_in_the_old_ones_do_not_and_it_is_audited()
    {
        var me = await own.TwiceAsync();
        var old = await RenewAsync(me.Actor);
        var codes = await RenewAsync(me.Actor);
        codes.Count.ShouldBe(RecoveryCodes.Count);
        codes.Intersect(old).ShouldBeEmpty();
        var step = await people.PasswordAsync(me.Person);
        (await portal.Get<UseRecoveryCode>().WithCodeAsync(People.Nobody, step.Token, old[0], default)).Outcome.ShouldBe(FactorOutcome.Refused);
        (await portal.Get<UseRecoveryCode>().WithCodeAsync(People.Nobody, step.Token, codes[0], default)).Outcome.ShouldBe(FactorOutcome.SignedIn);
        (await people.EntriesAsync(me.Person)).Count(e => e.Action == AuditAction.Credential && e.Reason == "recovery-codes-renewed").ShouldBe(2);
    }

    [Fact]
    public async Task A_session_that_ended_makes_none()
    {
        var me = await own.TwiceAsync();
        await portal.Get<SignOut>().ForAsync(me.Actor, default);
        await Should.ThrowAsync<StepUpRequiredException>(() => RenewAsync(me.Actor));
    }

    [Fact]
    [Trait("Norm", "ASVS 7.5.3")]
    public async Task It_wants_a_fresh_factor_and_a_recovery_code_is_none()
    {
        await own.ShouldWantAFactorAsync(RenewAsync);
        var (_, actor) = await own.RecoveredAsync();
        await Should.ThrowAsync<StepUpRequiredException>(() => RenewAsync(actor));
    }
}
