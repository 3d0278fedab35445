using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Tests.Features.Identity;

public sealed class CompleteTotpEnrolmentTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    private Task<FactorResult> CompleteAsync(SignInStep step, string code) =>
        portal.Get<CompleteTotpEnrolment>().WithCodeAsync(People.Nobody, step.Token, code, default);

    private async Task<string> CodeAsync(SignInStep step)
    {
        await portal.Get<BeginTotpEnrolment>().ForAsync(People.Nobody, step.Token, default);
        var secret = (await people.SessionAsync(step.Token)).OfferedSecret!.Open(portal.Get<KeyRing>().Of(KeyUse.Sessions)).ValueOrDefault!;
        return Totp.CodeAt(secret, Totp.StepAt(portal.Clock.GetUtcNow()));
    }

    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task A_right_code_signs_in_shows_ten_codes_and_asks_for_the_factor_next_time()
    {
        var person = await people.NewAsync(enrolled: false);
        var step = await people.PasswordAsync(person);
        var result = await CompleteAsync(step, await CodeAsync(step));
        result.RecoveryCodes.Count.ShouldBe(10);
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, result.Token, default))!.Account.ShouldBe(person.Id);
        (await people.PasswordAsync(person)).Next.ShouldBe(SessionStage.AwaitingFactor);
        (await people.EntriesAsync(person)).ShouldContain(e => e.Action == AuditAction.Credential && e.Reason == "totp-enrolled");
    }

    [Fact]
    public async Task A_wrong_code_changes_nothing()
    {
        var person = await people.NewAsync(enrolled: false);
        var step = await people.PasswordAsync(person);
        var right = await CodeAsync(step);
        (await CompleteAsync(step, right == "000000" ? "000001" : "000000")).Outcome.ShouldBe(FactorOutcome.Refused);
        (await people.PasswordAsync(person)).Next.ShouldBe(SessionStage.AwaitingEnrolment);
    }

    [Fact]
    public async Task Of_two_sign_ins_that_enrol_the_first_holds()
    {
        var person = await people.NewAsync(enrolled: false);
        var (first, second) = (await people.PasswordAsync(person), await people.PasswordAsync(person));
        var (one, two) = (await CodeAsync(first), await CodeAsync(second));
        (await CompleteAsync(first, one)).Outcome.ShouldBe(FactorOutcome.SignedIn);
        (await CompleteAsync(second, two)).Outcome.ShouldBe(FactorOutcome.StartAgain);
    }

    [Fact]
    public async Task Without_an_offer_there_is_nothing_to_complete()
    {
        var step = await people.PasswordAsync(await people.NewAsync(enrolled: false));
        (await CompleteAsync(step, "000000")).Outcome.ShouldBe(FactorOutcome.StartAgain);
    }

    [Fact]
    public async Task The_secret_leaves_the_session_and_lies_encrypted_with_the_account()
    {
        var person = await people.NewAsync(enrolled: false);
        var step = await people.PasswordAsync(person);
        var code = await CodeAsync(step);
        var secret = (await people.SessionAsync(step.Token)).OfferedSecret!.Open(portal.Get<KeyRing>().Of(KeyUse.Sessions)).ValueOrDefault!;
        await CompleteAsync(step, code);
        (await people.SessionAsync(step.Token)).OfferedSecret.ShouldBeNull();
        await using var db = portal.Open();
        var account = await db.Set<Account>().SingleAsync(a => a.Id == person.Id.Value);
        account.ProtectedTotpSecret!.Open(portal.Get<KeyRing>().Of(KeyUse.Accounts)).ValueOrDefault.ShouldBe(secret);
    }
}
