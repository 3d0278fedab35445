using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.OwnAccount;
using Portal.Features.Identity.Passwords;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class ChangePasswordTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Wanted = "seven green kettles sing";

    private readonly People people = new(portal);
    private readonly OwnPeople own = new(portal);

    private Task<OwnChangeResult> ChangeAsync(Actor actor, string? current, string? wanted) => portal.Get<ChangePassword>().ForAsync(actor, current, wanted, default);

    [Fact]
    [Trait("Norm", "ASVS 7.4.3")]
    public async Task The_new_password_signs_in_the_old_one_does_not_and_every_other_session_ends()
    {
        var me = await own.TwiceAsync();
        var waiting = await people.PasswordAsync(me.Person);
        var result = await ChangeAsync(me.Actor, People.Password, Wanted);
        result.Outcome.ShouldBe(OwnChangeOutcome.Changed);
        (await own.LivesAsync(result.Token)).ShouldBeTrue();
        (await own.LivesAsync(me.Token)).ShouldBeFalse("the cookie got a new token");
        (await own.LivesAsync(me.OtherToken)).ShouldBeFalse();
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        (await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, waiting.Token, people.CodeOf(me.Person), default)).Outcome.ShouldBe(FactorOutcome.StartAgain);
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, me.Person.Email, People.Password, default)).ShouldBeNull();
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, me.Person.Email, Wanted, default)).ShouldNotBeNull();
        var entries = await people.EntriesAsync(e => e.Account == me.Person.Id && e.Session == me.Actor.Session);
        entries.ShouldContain(e => e.Action == AuditAction.Credential && e.Reason == "password-changed" && e.Outcome == AuditOutcome.Allowed);
        entries.Count(e => e.Action == AuditAction.SignOut && e.Reason == "credential-changed").ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_current_password_changes_nothing_counts_and_is_audited()
    {
        var me = await own.TwiceAsync();
        for (var i = 0; i < TryCounter.MaxTries; i++)
        {
            (await ChangeAsync(me.Actor, "wrong", Wanted)).Outcome.ShouldBe(OwnChangeOutcome.Refused);
        }

        (await ChangeAsync(me.Actor, People.Password, Wanted)).Outcome.ShouldBe(OwnChangeOutcome.Refused, "the account rests");
        (await own.LivesAsync(me.OtherToken)).ShouldBeTrue();
        (await people.EntriesAsync(me.Person)).Where(e => e is { Action: AuditAction.Credential, Outcome: AuditOutcome.Denied }).CountBy(e => e.Reason!).ToDictionary()
            .ShouldBe(new Dictionary<string, int> { ["wrong-password"] = TryCounter.MaxTries, ["locked"] = 1 }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("short", PasswordProblem.TooShort)]
    [InlineData("Password2024!", PasswordProblem.Common)]
    [InlineData("test person 12", PasswordProblem.Personal)]
    [InlineData(null, PasswordProblem.TooShort)]
    public async Task The_rules_for_passwords_hold_here_too_and_cost_no_try(string? wanted, PasswordProblem problem)
    {
        var me = await own.TwiceAsync();
        var result = await ChangeAsync(me.Actor, "wrong", wanted);
        (result.Outcome, result.Problem).ShouldBe((OwnChangeOutcome.NotTaken, problem));
        (await ChangeAsync(me.Actor, People.Password, Wanted)).Outcome.ShouldBe(OwnChangeOutcome.Changed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_the_current_one_it_is_refused(string? current) =>
        (await ChangeAsync((await own.TwiceAsync()).Actor, current, Wanted)).Outcome.ShouldBe(OwnChangeOutcome.Refused);

    [Fact]
    [Trait("Norm", "ASVS 7.5.3")]
    public Task It_wants_a_fresh_factor() => own.ShouldWantAFactorAsync(actor => ChangeAsync(actor, People.Password, Wanted));
}
