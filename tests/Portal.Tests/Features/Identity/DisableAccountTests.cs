using FluentValidation;
using Portal.Features.Identity;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;
using Portal.Tests.Features.Identity.Desk;
using Portal.Tests.Features.Identity.Recovery;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "164.308(a)(3)(ii)(C)")]
public sealed class DisableAccountTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);

    [Fact]
    public async Task All_sessions_end_sign_in_is_refused_and_the_person_is_told()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync();
        var token = await changes.People.SignInAsync(person);

        (await changes.DisableAsync(administrator, person, DisableReason.Suspicion)).ShouldBe(ChangeOutcome.Done);

        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();
        (await changes.People.SessionAsync(token)).Ending.ShouldBe(SessionEnding.Disabled);
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, People.Password, default)).ShouldBeNull();
        (await changes.ReasonsAsync(person)).ShouldContain("disabled-Suspicion");
        (await changes.ToldAsync(person, NoticeKind.AccountDisabled)).ShouldBe([person.Email]);
    }

    [Fact]
    public async Task A_sign_in_that_waits_for_its_factor_ends_too()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync();
        var step = await changes.People.PasswordAsync(person);
        await changes.DisableAsync(administrator, person);
        (await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step.Token, changes.People.CodeOf(person), default)).Token.ShouldBeNull();
    }

    [Fact]
    public async Task A_link_and_a_code_that_were_handed_out_before_open_nothing_even_when_it_is_enabled_again()
    {
        var recoveries = new Recoveries(portal);
        var (_, other, person, _, row) = await recoveries.WaitingAsync();
        var link = (await recoveries.ConfirmAsync(other, row.Id)).Link!;
        var visits = new DeskVisits(portal);
        var (patient, _, record, code) = await visits.RecoveryAsync();
        var proof = await visits.ProveAsync(code);
        foreach (var one in new[] { person, patient })
        {
            (await changes.DisableAsync(other, one)).ShouldBe(ChangeOutcome.Done);
            (await changes.EnableAsync(other, one)).ShouldBe(ChangeOutcome.Done);
        }

        (await recoveries.UseAsync(link.Token)).IsRefused.ShouldBeTrue();
        (await recoveries.RowOfAsync(person)).UnderWayFor.ShouldBeNull("another one can be opened");
        (await visits.UseAsync(proof)).IsRefused.ShouldBeTrue();
        (await visits.ProveAsync(code)).ShouldBeNull();
        (await visits.RowAsync(record)).ProtectedAddresses.ShouldBeNull();
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task A_role_and_an_address_that_wait_are_withdrawn_and_the_log_says_so()
    {
        var (asker, other) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());
        var person = await changes.People.NewAsync(Role.Nurse);
        await changes.WaitingAsync(asker, person);
        await changes.EmailAsync(asker, person, $"{Guid.NewGuid():N}@new.example");

        (await changes.DisableAsync(other, person)).ShouldBe(ChangeOutcome.Done);

        var reasons = await changes.ReasonsAsync(person);
        reasons.ShouldContain("role-request-withdrawn");
        reasons.ShouldContain("email-change-withdrawn");
    }

    [Fact]
    public async Task Nobody_disables_the_own_account()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        (await portal.Get<DisableAccount>().ForAsync(administrator, administrator.Account!.Value, DisableReason.Left, default)).ShouldBe(ChangeOutcome.Own);
        (await changes.People.EntriesAsync(e => e.ResourceId == administrator.Account.Value.Value && e.Reason == "own-account")).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    [Fact]
    public async Task Of_two_administrators_who_disable_each_other_at_once_one_is_left()
    {
        for (var round = 0; round < 5; round++)
        {
            var (first, second) = (await changes.People.NewAsync(Role.Administrator), await changes.People.NewAsync(Role.Administrator));
            var (one, other) = (await changes.People.ActorAsync(await changes.People.SignInAsync(first)), await changes.People.ActorAsync(await changes.People.SignInAsync(second)));
            await changes.Invited.OnlyAsync(one, other);

            var outcomes = await Task.WhenAll(TryAsync(one, second), TryAsync(other, first));

            outcomes.Count(outcome => outcome == ChangeOutcome.Done).ShouldBe(1);
        }
    }

    [Fact]
    public async Task Of_many_who_disable_the_same_account_one_does_and_there_is_one_entry()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => changes.DisableAsync(administrator, person)));
        outcomes.Count(outcome => outcome == ChangeOutcome.Done).ShouldBe(1);
        (await changes.ReasonsAsync(person)).Count(reason => reason == "disabled-Left").ShouldBe(1);
    }

    [Fact]
    public async Task It_wants_a_reason_and_a_fresh_factor()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync();
        await Should.ThrowAsync<ValidationException>(() => changes.DisableAsync(administrator, person, DisableReason.None));
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<StepUpRequiredException>(() => changes.DisableAsync(administrator, person));
        (await changes.ReasonsAsync(person)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Role.ComplianceOfficer)]
    [InlineData(Role.Clinician)]
    [InlineData(Role.Patient)]
    public async Task Who_is_no_administrator_may_not_and_the_try_is_an_entry(Role role)
    {
        var actor = Actor.Person(AccountId.New(), role, SessionId.New(), People.Nobody.Origin);
        var person = await changes.People.NewAsync();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => changes.DisableAsync(actor, person));
        (await changes.People.EntriesAsync(e => e.Account == actor.Account)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    // The second of two may be stopped at the door already, or by the end of the own session.
    private async Task<ChangeOutcome> TryAsync(Actor actor, Person person)
    {
        try
        {
            return await changes.DisableAsync(actor, person);
        }
        catch (Exception refusal) when (refusal is UnauthorizedAccessException or StepUpRequiredException)
        {
            return ChangeOutcome.Gone;
        }
    }
}
