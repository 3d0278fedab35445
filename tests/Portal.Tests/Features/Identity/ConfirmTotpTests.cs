using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class ConfirmTotpTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    private Task<FactorResult> TryAsync(SignInStep step, string code) =>
        portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step.Token, code, default);

    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task A_right_code_opens_a_full_session_under_a_new_token()
    {
        var person = await people.NewAsync(Role.BillingClerk);
        var step = await people.PasswordAsync(person);
        var result = await TryAsync(step, people.CodeOf(person));
        result.Token.ShouldNotBe(step.Token);
        var view = await portal.Get<FindSession>().ByTokenAsync(People.Nobody, result.Token, default);
        (view!.Account, view.Role).ShouldBe((person.Id, Role.BillingClerk));
        (await people.SessionAsync(step.Token)).EndedAt.ShouldNotBeNull();
        (await people.SessionAsync(result.Token!)).Factor.ShouldBe(SessionFactor.Totp);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_sign_in_is_audited_with_its_principal_and_session()
    {
        var person = await people.NewAsync();
        var token = await people.SignInAsync(person);
        var entry = (await people.EntriesAsync(person)).Single(e => e.Action == AuditAction.SignIn);
        (entry.Action, entry.Outcome, entry.Account, entry.Role).ShouldBe((AuditAction.SignIn, AuditOutcome.Allowed, person.Id, Role.Clinician));
        entry.Session!.Value.Value.ShouldBe((await people.SessionAsync(token)).Id);
    }

    [Fact]
    [Trait("Norm", "ASVS 6.5.1")]
    public async Task Of_twenty_parallel_posts_of_one_code_exactly_one_wins()
    {
        var person = await people.NewAsync();
        // Several waiting sign-ins, so that it is the code that is used up and not the waiting session.
        var steps = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => people.PasswordAsync(person)));
        var code = people.CodeOf(person);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => TryAsync(steps[i % steps.Length], code)));
        results.Count(r => r.Outcome == FactorOutcome.SignedIn).ShouldBe(1);
    }

    [Fact]
    [Trait("Norm", "ASVS 6.5.1")]
    public async Task A_code_that_was_used_is_refused_and_so_is_an_older_one()
    {
        var person = await people.NewAsync();
        await people.SignInAsync(person);
        var step = await people.PasswordAsync(person);
        (await TryAsync(step, people.CodeOf(person))).Outcome.ShouldBe(FactorOutcome.Refused);
        (await TryAsync(step, people.CodeOf(person, stepsAgo: 1))).Outcome.ShouldBe(FactorOutcome.Refused);
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        (await TryAsync(step, people.CodeOf(person))).Outcome.ShouldBe(FactorOutcome.SignedIn);
    }

    [Fact]
    public async Task Of_twenty_parallel_wrong_codes_five_are_verified()
    {
        var person = await people.NewAsync();
        var step = await people.PasswordAsync(person);
        var wrong = people.WrongCodeOf(person);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => TryAsync(step, wrong)));
        var entries = await people.EntriesAsync(person);
        entries.Count(e => e.Reason == "wrong-code").ShouldBe(TryCounter.MaxTries);
        (await TryAsync(step, people.CodeOf(person))).Outcome.ShouldBe(FactorOutcome.Refused);
    }

    [Fact]
    public async Task A_sign_in_that_took_too_long_starts_again()
    {
        var person = await people.NewAsync();
        var step = await people.PasswordAsync(person);
        portal.Clock.Advance(SessionLimits.Pending);
        (await TryAsync(step, people.CodeOf(person))).Outcome.ShouldBe(FactorOutcome.StartAgain);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_token_of_no_sign_in_starts_again(string? token) =>
        (await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, token, "123456", default)).Outcome.ShouldBe(FactorOutcome.StartAgain);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12345a")]
    [InlineData("<script>")]
    [InlineData("11111111111111111111111111111111111111111")]
    public async Task What_nobody_could_have_typed_as_a_code_is_refused_unverified_and_audited(string? code)
    {
        var person = await people.NewAsync();
        (await TryAsync(await people.PasswordAsync(person), code!)).Outcome.ShouldBe(FactorOutcome.Refused);
        (await people.RefusalsAsync(person)).ShouldBe(["malformed-code"]);
        await people.SignInAsync(person);
    }
}
