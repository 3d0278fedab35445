using FluentValidation;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Recovery;
using Portal.Features.Identity.StepUp;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity.Recovery;

[Trait("Norm", "164.308(a)(4)")]
public sealed class OpenRecoveryTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Recoveries recoveries = new(portal);

    [Fact]
    public async Task Until_a_second_administrator_confirms_nothing_of_the_account_changes()
    {
        var (asker, _, person, session, row) = await recoveries.WaitingAsync();
        (row.State, row.TokenHash, row.ExpiresAt).ShouldBe((RecoveryState.Waiting, null, portal.Clock.GetUtcNow() + TimeSpan.FromHours(72)));
        (await recoveries.LivesAsync(session)).ShouldBeTrue();
        (await recoveries.SignInAsync(person, People.Password)).ShouldNotBeNull();
        (await recoveries.CodesAsync(person)).ShouldBe(10);
        (await recoveries.PasskeysAsync(person)).ShouldBe(1);
        (await recoveries.EntriesAsync(person)).ShouldContain((AuditOutcome.Allowed, "recovery-opened-BothLost", asker.Account!.Value.Value));
    }

    [Fact]
    public async Task Nobody_opens_the_recovery_of_the_own_account()
    {
        var (asker, _) = (await recoveries.Invited.AdministratorAsync(), await recoveries.Invited.AdministratorAsync());
        var result = await portal.Get<OpenRecovery>().ForAsync(asker, asker.Account!.Value, RecoveryReason.FactorLost, default);
        result.Outcome.ShouldBe(RecoveryOutcome.Own);
        (await recoveries.Invited.EntriesAsync(asker.Account.Value.Value)).ShouldContain(
            (AuditAction.Credential, AuditOutcome.Denied, "own-recovery", asker.Account.Value.Value));
    }

    [Fact]
    public async Task There_is_one_recovery_of_an_account_at_a_time_whoever_asks_at_once()
    {
        var (asker, other, person, _, first) = await recoveries.WaitingAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => recoveries.OpenAsync(n % 2 == 0 ? asker : other, person)));
        results.ShouldAllBe(result => result.Outcome == RecoveryOutcome.UnderWay);
        await portal.Get<WithdrawRecovery>().ForAsync(asker, first.Id, default);
        results = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => recoveries.OpenAsync(n % 2 == 0 ? asker : other, person)));
        results.Count(result => result.Outcome == RecoveryOutcome.Waiting).ShouldBe(1);
    }

    [Fact]
    public async Task One_that_was_not_decided_in_time_gives_way()
    {
        var (_, other, person, _, row) = await recoveries.WaitingAsync();
        portal.Clock.Advance(TimeSpan.FromHours(73));
        (await recoveries.ConfirmAsync(await recoveries.Invited.AdministratorAsync(), row.Id)).Outcome.ShouldBe(RecoveryOutcome.Gone);
        var fresh = await recoveries.Invited.AdministratorAsync();
        (await recoveries.OpenAsync(fresh, person)).Outcome.ShouldBe(RecoveryOutcome.Waiting);
        (await recoveries.EntriesAsync(person)).Select(e => e.Reason).ShouldContain("recovery-expired");
        other.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(Role.Patient)]
    public async Task A_patients_account_is_not_recovered_here(Role role)
    {
        var asker = await recoveries.Invited.AdministratorAsync();
        var person = await recoveries.People.NewAsync(role, patient: PatientId.New());
        (await recoveries.OpenAsync(asker, person)).Outcome.ShouldBe(RecoveryOutcome.NotForThisAccount);
        (await portal.Get<OpenRecovery>().ForAsync(asker, AccountId.New(), RecoveryReason.FactorLost, default)).Outcome.ShouldBe(RecoveryOutcome.NotForThisAccount);
    }

    [Fact]
    public async Task A_disabled_account_stays_closed()
    {
        var (asker, _, _, _, _) = await recoveries.WaitingAsync();
        var person = await recoveries.People.NewAsync();
        await recoveries.People.DisableAsync(person.Id);
        (await recoveries.OpenAsync(asker, person)).Outcome.ShouldBe(RecoveryOutcome.NotForThisAccount);
    }

    [Fact]
    public async Task With_one_administrator_besides_the_person_concerned_the_confirmation_is_waived_and_written_down()
    {
        var alone = await recoveries.Invited.AdministratorAsync();
        var lost = await recoveries.People.NewAsync(Role.Administrator);
        var session = await recoveries.People.SignInAsync(lost);
        await recoveries.Invited.OnlyAsync(alone, await recoveries.People.ActorAsync(session));
        var result = await recoveries.OpenAsync(alone, lost);
        (result.Outcome, result.IsWaived).ShouldBe((RecoveryOutcome.Ready, true));
        (await recoveries.LivesAsync(session)).ShouldBeFalse();
        (await recoveries.EntriesAsync(lost)).ShouldContain((AuditOutcome.Allowed, InvitationAudit.Waived, alone.Account!.Value.Value));
        (await portal.Get<ListRecoveries>().ForAsync(alone, default)).ShouldContain(item => item.IsWaived && item.IsOwn && !item.IsWaiting);
        (await recoveries.UseAsync(result.Link!.Token)).Next.ShouldNotBeNull();
    }

    [Fact]
    public async Task It_wants_an_administrator_a_fresh_factor_and_a_reason()
    {
        var (asker, _, person, _, _) = await recoveries.WaitingAsync();
        var clinician = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), People.Nobody.Origin);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => recoveries.OpenAsync(clinician, person));
        await Should.ThrowAsync<ValidationException>(() => recoveries.OpenAsync(asker, person, RecoveryReason.None));
        await Should.ThrowAsync<ValidationException>(() => recoveries.OpenAsync(asker, person, (RecoveryReason)99));
        portal.Clock.Advance(FreshFactor.Lifetime);
        await Should.ThrowAsync<StepUpRequiredException>(() => recoveries.OpenAsync(asker, person));
    }

    [Fact]
    public async Task One_of_three_who_disables_the_second_cannot_recover_the_third_alone()
    {
        var (own, alone) = await recoveries.Invited.AdministratorPersonAsync();
        var (second, secondActor) = await recoveries.Invited.AdministratorPersonAsync();
        var (third, thirdActor) = await recoveries.Invited.AdministratorPersonAsync();
        await recoveries.Invited.OnlyAsync(alone, secondActor, thirdActor);
        (await new Changes(portal).DisableAsync(alone, second)).ShouldBe(ChangeOutcome.Done);

        (await recoveries.OpenAsync(alone, third)).Outcome.ShouldBe(RecoveryOutcome.Waiting);
        (await recoveries.RowOfAsync(third)).TokenHash.ShouldBeNull();

        // Three days are time for a colleague to notice; where really nobody is left, help is possible then.
        portal.Clock.Advance(SecondApproval.Memory);
        var later = await recoveries.People.ActorAsync(await recoveries.People.SignInAsync(own));
        (await recoveries.OpenAsync(later, third)).Outcome.ShouldBe(RecoveryOutcome.Ready);
    }

    [Fact]
    public async Task Who_was_recovered_just_now_still_counts_as_the_second_one()
    {
        var (_, alone) = await recoveries.Invited.AdministratorPersonAsync();
        var (second, secondActor) = await recoveries.Invited.AdministratorPersonAsync();
        var (_, thirdActor) = await recoveries.Invited.AdministratorPersonAsync();
        await recoveries.Invited.OnlyAsync(alone, secondActor, thirdActor);
        (await recoveries.OpenAsync(alone, second)).Outcome.ShouldBe(RecoveryOutcome.Waiting);
        (await recoveries.ConfirmAsync(thirdActor, (await recoveries.RowOfAsync(second)).Id)).Outcome.ShouldBe(RecoveryOutcome.Ready);
        (await recoveries.AccountAsync(second)).FactorEnrolledAt.ShouldBeNull();
        var person = await recoveries.People.NewAsync();
        await recoveries.People.DisableAsync(thirdActor.Account!.Value);

        (await recoveries.OpenAsync(alone, person)).Outcome.ShouldBe(RecoveryOutcome.Waiting);
    }
}
