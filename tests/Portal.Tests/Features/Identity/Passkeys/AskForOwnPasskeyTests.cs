using System.Buffers.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Passkeys;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity.Passkeys;

[Trait("Norm", "ASVS 7.5.3")]
public sealed class AskForOwnPasskeyTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly PasskeyPeople people = new(portal);

    private async Task<PasskeyQuestion?> AskAsync(Actor actor) => await portal.Get<AskForOwnPasskey>().ForAsync(actor, default);

    private Task<StepUpResult> ConfirmAsync(Actor actor, PasskeyQuestion question, SoftAuthenticator device) =>
        portal.Get<ConfirmStepUp>().WithPasskeyAsync(actor, new PasskeyAnswer(question.Ticket, device.Show(question.Options)), default);

    [Fact]
    public async Task Ones_own_passkey_confirms_and_brings_a_new_token()
    {
        var owner = await people.NewAsync();
        portal.Clock.Advance(FreshFactor.Lifetime);
        await Should.ThrowAsync<StepUpRequiredException>(() => portal.Get<RenewRecoveryCodes>().ForAsync(owner.Actor, default));
        var question = (await AskAsync(owner.Actor))!;
        var asked = JsonNode.Parse(question.Options)!["allowCredentials"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)asked["id"]).ShouldBe(Base64Url.EncodeToString(owner.Device.CredentialId));
        var result = await ConfirmAsync(owner.Actor, question, owner.Device);
        result.Outcome.ShouldBe(StepUpOutcome.Confirmed);
        (await people.Own.LivesAsync(owner.Token)).ShouldBeFalse();
        (await people.Own.LivesAsync(result.Token)).ShouldBeTrue();
        (await portal.Get<RenewRecoveryCodes>().ForAsync(owner.Actor, default)).Count.ShouldBe(10);
        (await people.All.EntriesAsync(owner.Person)).Single(e => e is { Action: AuditAction.StepUp, Outcome: AuditOutcome.Allowed }).Reason.ShouldBe("passkey");
        await using var db = portal.Open();
        (await db.Set<SignInCounter>().SingleAsync(c => c.AccountId == owner.Person.Id.Value)).Failures.ShouldBe(0, "the right try is taken back");
    }

    [Fact]
    public async Task Somebody_elses_passkey_a_question_to_sign_in_and_an_old_answer_confirm_nothing()
    {
        var (owner, other) = (await people.NewAsync(), await people.NewAsync());
        (await ConfirmAsync(owner.Actor, (await AskAsync(owner.Actor))!, other.Device)).ShouldBe(StepUpResult.Refused);
        (await ConfirmAsync(owner.Actor, await people.AskAsync(), owner.Device)).ShouldBe(StepUpResult.Refused);
        (await ConfirmAsync(owner.Actor, (await AskAsync(other.Actor))!, owner.Device)).ShouldBe(StepUpResult.Refused);
        var question = (await AskAsync(owner.Actor))!;
        portal.Clock.Advance(PasskeyChallenges.Lifetime);
        (await ConfirmAsync(owner.Actor, question, owner.Device)).ShouldBe(StepUpResult.Refused);
        (await people.All.EntriesAsync(owner.Person)).Where(e => e is { Action: AuditAction.StepUp, Outcome: AuditOutcome.Denied }).Select(e => e.Reason).Order()
            .ShouldBe(["passkey-not-asked", "passkey-not-asked", "passkey-not-asked", "unknown-passkey"]);
    }

    [Fact]
    public async Task An_answer_that_no_device_made_is_named_as_that_in_the_log()
    {
        var owner = await people.NewAsync();
        (await portal.Get<ConfirmStepUp>().WithPasskeyAsync(owner.Actor, new PasskeyAnswer((await AskAsync(owner.Actor))!.Ticket, ""), default)).ShouldBe(StepUpResult.Refused);
        (await people.All.EntriesAsync(owner.Person)).Single(e => e is { Action: AuditAction.StepUp, Outcome: AuditOutcome.Denied }).Reason.ShouldBe("malformed-passkey");
    }

    [Fact]
    public async Task Who_has_no_passkey_is_not_asked_for_one_and_who_is_nobody_is_refused()
    {
        var own = await people.Own.TwiceAsync();
        (await AskAsync(own.Actor)).ShouldBeNull();
        (await portal.Get<AskForOwnPasskey>().HasAnyAsync(own.Actor, default)).ShouldBeFalse();
        (await portal.Get<AskForOwnPasskey>().HasAnyAsync((await people.NewAsync()).Actor, default)).ShouldBeTrue();
        (await portal.Get<AskForOwnPasskey>().HasAnyAsync(People.Nobody, default)).ShouldBeFalse();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => AskAsync(People.Nobody));
        await Should.ThrowAsync<UnauthorizedAccessException>(
            () => portal.Get<ConfirmStepUp>().WithPasskeyAsync(People.Nobody, new PasskeyAnswer(Guid.NewGuid(), "{}"), default));
    }
}
