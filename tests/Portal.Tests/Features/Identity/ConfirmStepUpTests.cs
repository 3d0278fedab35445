using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Sessions;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "ASVS 7.5.3")]
public sealed class ConfirmStepUpTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);

    private Task<StepUpResult> ConfirmAsync(Actor actor, string? code) => portal.Get<ConfirmStepUp>().WithCodeAsync(actor, code, default);

    [Fact]
    public async Task What_changes_people_wants_a_factor_of_the_last_five_minutes_and_goes_on_once_it_was_shown()
    {
        var (person, token, actor) = await SignedInAsync(Role.Administrator);
        await InviteAsync(actor);
        portal.Clock.Advance(FreshFactor.Lifetime);
        await Should.ThrowAsync<StepUpRequiredException>(() => InviteAsync(actor));
        foreach (var refused in new Func<Task>[]
        {
            () => portal.Get<ApproveInvitation>().ForAsync(actor, Guid.NewGuid(), default),
            () => portal.Get<DeclineInvitation>().ForAsync(actor, Guid.NewGuid(), default),
            () => portal.Get<WithdrawInvitation>().ForAsync(actor, Guid.NewGuid(), default),
        })
        {
            await Should.ThrowAsync<StepUpRequiredException>(refused);
        }

        (await people.EntriesAsync(person)).Count(e => e is { Action: AuditAction.StepUp, Outcome: AuditOutcome.Denied, Reason: "not-fresh" }).ShouldBe(4);
        (await ConfirmAsync(actor, people.CodeOf(person))).Outcome.ShouldBe(StepUpOutcome.Confirmed);
        await InviteAsync(actor);
        portal.Clock.Advance(FreshFactor.Lifetime);
        await Should.ThrowAsync<StepUpRequiredException>(() => InviteAsync(actor));
        token.ShouldNotBeNull();
    }

    [Fact]
    [Trait("Norm", "ASVS 7.2.4")]
    public async Task The_cookie_gets_a_new_token_the_old_one_opens_nothing_and_open_pages_go_on()
    {
        var (person, token, actor) = await SignedInAsync();
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        var result = await ConfirmAsync(actor, people.CodeOf(person));
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, result.Token, default))!.Session.ShouldBe(actor.Session!.Value);
        (await portal.Get<FindSession>().OfAsync(actor, default)).ShouldNotBeNull();
        var entry = (await people.EntriesAsync(person)).Single(e => e.Action == AuditAction.StepUp);
        (entry.Outcome, entry.Reason, entry.Session).ShouldBe((AuditOutcome.Allowed, "totp", actor.Session));
    }

    [Fact]
    [Trait("Norm", "ASVS 6.5.1")]
    public async Task A_code_that_signed_in_does_not_confirm_and_of_parallel_ones_one_does()
    {
        var (person, _, actor) = await SignedInAsync();
        (await ConfirmAsync(actor, people.CodeOf(person))).Outcome.ShouldBe(StepUpOutcome.Refused);
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        var code = people.CodeOf(person);
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ConfirmAsync(actor, code)));
        results.Count(r => r.Outcome == StepUpOutcome.Confirmed).ShouldBe(1);
    }

    [Fact]
    [Trait("Norm", "164.308(a)(5)(ii)(C)")]
    public async Task Five_wrong_codes_lock_and_the_right_one_takes_back_its_own_try_alone()
    {
        var (person, _, actor) = await SignedInAsync();
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        for (var i = 1; i < TryCounter.MaxTries; i++)
        {
            (await ConfirmAsync(actor, people.WrongCodeOf(person))).Outcome.ShouldBe(StepUpOutcome.Refused);
        }

        (await ConfirmAsync(actor, people.CodeOf(person))).Outcome.ShouldBe(StepUpOutcome.Confirmed);
        await ConfirmAsync(actor, people.WrongCodeOf(person));
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        (await ConfirmAsync(actor, people.CodeOf(person))).Outcome.ShouldBe(StepUpOutcome.Refused, "the account rests");
        (await people.EntriesAsync(person)).Where(e => e is { Action: AuditAction.StepUp, Outcome: AuditOutcome.Denied }).CountBy(e => e.Reason!).ToDictionary()
            .ShouldBe(new Dictionary<string, int> { ["wrong-code"] = TryCounter.MaxTries, ["locked"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task A_recovery_code_signs_in_and_is_no_fresh_factor()
    {
        var person = await people.NewAsync(Role.Administrator);
        await using var db = portal.Open();
        var codes = await portal.Get<Portal.Features.Identity.Factors.RecoveryCodes>().ReplaceAsync(db, person.Id.Value, default);
        var step = await people.PasswordAsync(person);
        var actor = await people.ActorAsync((await portal.Get<UseRecoveryCode>().WithCodeAsync(People.Nobody, step.Token, codes[0], default)).Token!);
        await Should.ThrowAsync<StepUpRequiredException>(() => InviteAsync(actor));
        (await ConfirmAsync(actor, codes[1])).Outcome.ShouldBe(StepUpOutcome.Refused);
        (await ConfirmAsync(actor, people.CodeOf(person))).Outcome.ShouldBe(StepUpOutcome.Confirmed);
        await InviteAsync(actor);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12345a")]
    [InlineData("11111111111111111111111111111111111111111")]
    public async Task What_nobody_could_have_typed_is_refused_uncounted_and_audited(string? code)
    {
        var (person, _, actor) = await SignedInAsync();
        (await ConfirmAsync(actor, code)).Outcome.ShouldBe(StepUpOutcome.Refused);
        (await people.EntriesAsync(person)).Single(e => e.Action == AuditAction.StepUp).Reason.ShouldBe("malformed-code");
        await using var db = portal.Open();
        (await db.Set<SignInCounter>().SingleAsync(c => c.AccountId == person.Id.Value)).Failures.ShouldBe(0);
    }

    [Fact]
    public async Task A_session_that_has_ended_confirms_nothing_and_its_factor_is_not_fresh()
    {
        var (person, _, actor) = await SignedInAsync(Role.Administrator);
        await portal.Get<SignOut>().ForAsync(actor, default);
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        (await ConfirmAsync(actor, people.CodeOf(person))).Outcome.ShouldBe(StepUpOutcome.SessionEnded);
        await Should.ThrowAsync<StepUpRequiredException>(() => InviteAsync(actor));
    }

    [Fact]
    public async Task A_disabled_account_confirms_nothing()
    {
        var (person, _, actor) = await SignedInAsync();
        await people.DisableAsync(person.Id);
        portal.Clock.Advance(TimeSpan.FromSeconds(30));
        (await ConfirmAsync(actor, people.CodeOf(person))).Outcome.ShouldBe(StepUpOutcome.SessionEnded);
    }

    [Fact]
    public async Task A_session_of_somebody_else_does_not_lend_its_factor()
    {
        var (_, _, actor) = await SignedInAsync(Role.Administrator);
        var (_, _, other) = await SignedInAsync(Role.Administrator);
        portal.Clock.Advance(FreshFactor.Lifetime);
        var (_, _, fresh) = await SignedInAsync(Role.Administrator);
        var mixed = Actor.Person(other.Account!.Value, Role.Administrator, fresh.Session!.Value, People.Nobody.Origin);
        await Should.ThrowAsync<StepUpRequiredException>(() => InviteAsync(mixed));
        await Should.ThrowAsync<StepUpRequiredException>(() => InviteAsync(actor));
    }

    [Fact]
    public async Task A_factor_that_lies_ahead_since_the_clock_was_set_back_is_not_fresh()
    {
        var (_, _, actor) = await SignedInAsync(Role.Administrator);
        var id = actor.Session!.Value.Value;
        DateTimeOffset? ahead = portal.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        await using var db = portal.Open();
        await db.Set<Session>().Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.FactorAt, ahead));
        await Should.ThrowAsync<StepUpRequiredException>(() => InviteAsync(actor));
    }

    [Fact]
    public async Task Who_is_no_person_is_refused_and_audited()
    {
        await Should.ThrowAsync<UnauthorizedAccessException>(() => ConfirmAsync(People.Job, "123456"));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => ConfirmAsync(People.Nobody, "123456"));
        (await people.EntriesAsync(e => e.Reason == "not-a-person")).ShouldAllBe(e => e.Outcome == AuditOutcome.Denied);
    }

    private Task InviteAsync(Actor actor) => portal.Get<InviteAccount>().ForAsync(actor, Invited.SomebodyNew(), default);

    private async Task<(Person Person, string Token, Actor Actor)> SignedInAsync(Role role = Role.Clinician)
    {
        var person = await people.NewAsync(role);
        var token = await people.SignInAsync(person);
        return (person, token, await people.ActorAsync(token));
    }
}
