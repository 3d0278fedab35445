using Portal.Features.Identity;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "ASVS 7.4.5")]
public sealed class EndPersonsSessionsTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);

    [Fact]
    public async Task Every_session_of_the_person_ends_with_the_administrators_name_on_it_and_the_person_signs_in_again()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var (person, other) = (await changes.People.NewAsync(), await changes.People.NewAsync());
        var (token, others) = (await changes.People.SignInAsync(person), await changes.People.SignInAsync(other));

        (await EndAsync(administrator, person.Id)).ShouldBe(ChangeOutcome.Done);

        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();
        (await changes.People.SessionAsync(token)).Ending.ShouldBe(SessionEnding.ByAdministrator);
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, others, default)).ShouldNotBeNull();
        (await changes.ReasonsAsync(person)).ShouldContain("signed-out-everywhere");
        (await changes.People.EntriesAsync(e => e.Reason == "by-administrator" && e.Account == administrator.Account)).ShouldHaveSingleItem();
        portal.Clock.Advance(TimeSpan.FromMinutes(1));
        (await changes.People.SignInAsync(person)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_sign_in_that_waits_for_its_factor_ends_too()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync();
        var step = await changes.People.PasswordAsync(person);
        (await EndAsync(administrator, person.Id)).ShouldBe(ChangeOutcome.Gone);
        (await portal.Get<ConfirmTotp>().WithCodeAsync(People.Nobody, step.Token, changes.People.CodeOf(person), default)).Token.ShouldBeNull();
    }

    [Fact]
    public async Task The_own_sessions_are_ended_elsewhere_and_a_fresh_factor_is_wanted()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync();
        var token = await changes.People.SignInAsync(person);
        (await EndAsync(administrator, administrator.Account!.Value)).ShouldBe(ChangeOutcome.Own);
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<StepUpRequiredException>(() => EndAsync(administrator, person.Id));
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(Role.ComplianceOfficer)]
    [InlineData(Role.Nurse)]
    [InlineData(Role.Patient)]
    public async Task Who_is_no_administrator_may_not_and_the_try_is_an_entry(Role role)
    {
        var actor = Actor.Person(AccountId.New(), role, SessionId.New(), People.Nobody.Origin);
        var person = await changes.People.NewAsync();
        await Should.ThrowAsync<UnauthorizedAccessException>(() => EndAsync(actor, person.Id));
        (await changes.People.EntriesAsync(e => e.Account == actor.Account)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    private Task<ChangeOutcome> EndAsync(Actor actor, AccountId account) => portal.Get<EndPersonsSessions>().ForAsync(actor, account, default);
}
