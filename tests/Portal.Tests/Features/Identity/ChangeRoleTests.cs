using FluentValidation;
using Portal.Features.Identity;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "164.308(a)(4)")]
public sealed class ChangeRoleTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);

    [Fact]
    public async Task With_two_administrators_a_role_waits_and_the_old_one_holds()
    {
        var (asker, _) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());
        var person = await changes.People.NewAsync(Role.Nurse);
        var token = await changes.People.SignInAsync(person);

        var waiting = await changes.WaitingAsync(asker, person, Role.Administrator);

        (waiting.Role, waiting.MayDecide).ShouldBe((Role.Administrator, false));
        (await changes.RolesAsync(person)).ShouldBe([Role.Nurse]);
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default)).ShouldNotBeNull();
        (await changes.RoleAsync(asker, person, Role.Auditor)).ShouldBe(ChangeOutcome.TooSoon);
    }

    [Fact]
    public async Task With_one_administrator_it_holds_at_once_the_waiver_is_an_entry_and_the_sessions_end()
    {
        var alone = await changes.Invited.AdministratorAsync();
        await changes.Invited.OnlyAsync(alone);
        var person = await changes.People.NewAsync(Role.Nurse);
        var token = await changes.People.SignInAsync(person);

        (await changes.RoleAsync(alone, person, Role.FrontDesk)).ShouldBe(ChangeOutcome.Done);

        (await changes.RolesAsync(person)).ShouldBe([Role.FrontDesk]);
        (await portal.Get<FindSession>().ByTokenAsync(People.Nobody, token, default)).ShouldBeNull();
        (await changes.ReasonsAsync(person)).Order().ShouldBe(
            ["approval-waived-fewer-than-two-administrators", "role-asked-FrontDesk", "role-given-FrontDesk", "role-taken-Nurse"]);
        (await changes.ToldAsync(person, NoticeKind.RolesChanged)).ShouldBe([person.Email]);
    }

    [Fact]
    public async Task To_take_a_role_away_wants_no_second_administrator_and_closes_what_waits()
    {
        var (asker, _) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());
        var person = await changes.People.NewAsync(Role.Nurse);
        await changes.WaitingAsync(asker, person);

        (await changes.RoleAsync(asker, person, Role.None)).ShouldBe(ChangeOutcome.Done);

        (await changes.RolesAsync(person)).ShouldBeEmpty();
        (await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, People.Password, default)).ShouldBeNull();
        (await portal.Get<OpenPerson>().ForAsync(asker, person.Id, default))!.RoleRequest.ShouldBeNull();
        (await changes.ReasonsAsync(person)).ShouldContain("role-request-withdrawn");
    }

    [Fact]
    public async Task Nobody_changes_the_own_role_and_a_patients_stays()
    {
        var (asker, _) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());
        (await portal.Get<ChangeRole>().ForAsync(asker, asker.Account!.Value, Role.ComplianceOfficer, default)).ShouldBe(ChangeOutcome.Own);
        (await changes.RoleAsync(asker, await changes.People.NewAsync(Role.Patient), Role.Nurse)).ShouldBe(ChangeOutcome.IsPatients);
        (await changes.RoleAsync(asker, await changes.People.NewAsync(Role.Nurse), Role.Nurse)).ShouldBe(ChangeOutcome.Gone);
    }

    [Fact]
    public async Task Of_two_who_ask_at_once_one_request_waits()
    {
        var (first, second) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());
        var person = await changes.People.NewAsync(Role.Nurse);
        var outcomes = await Task.WhenAll(changes.RoleAsync(first, person, Role.Auditor), changes.RoleAsync(second, person, Role.BillingClerk));
        outcomes.Order().ShouldBe([ChangeOutcome.Waiting, ChangeOutcome.TooSoon]);
    }

    [Fact]
    public async Task It_wants_a_role_of_staff_an_administrator_and_a_fresh_factor()
    {
        var asker = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync(Role.Nurse);
        await Should.ThrowAsync<ValidationException>(() => changes.RoleAsync(asker, person, Role.Patient));
        await Should.ThrowAsync<ValidationException>(() => changes.RoleAsync(asker, person, Role.System));
        var nobody = Actor.Person(AccountId.New(), Role.ComplianceOfficer, SessionId.New(), People.Nobody.Origin);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => changes.RoleAsync(nobody, person, Role.Auditor));
        portal.Clock.Advance(TimeSpan.FromMinutes(5));
        await Should.ThrowAsync<StepUpRequiredException>(() => changes.RoleAsync(asker, person, Role.Auditor));
        (await changes.ReasonsAsync(person, AuditOutcome.Denied)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(Role.None)]
    [InlineData(Role.Nurse)]
    public async Task One_of_three_administrators_takes_nobody_elses_role_alone(Role wanted)
    {
        var ((_, alone), (second, secondActor), (_, third)) =
            (await changes.Invited.AdministratorPersonAsync(), await changes.Invited.AdministratorPersonAsync(), await changes.Invited.AdministratorPersonAsync());
        await changes.Invited.OnlyAsync(alone, secondActor, third);

        (await changes.RoleAsync(alone, second, wanted)).ShouldBe(ChangeOutcome.Waiting);
        (await changes.RolesAsync(second)).ShouldBe([Role.Administrator]);
        (await changes.RoleAsync(third, second, Role.None)).ShouldBe(ChangeOutcome.TooSoon);

        var waiting = (await portal.Get<OpenPerson>().ForAsync(third, second.Id, default))!.RoleRequest!;
        (await portal.Get<ApproveRole>().ForAsync(third, waiting.Id, default)).ShouldBe(ChangeOutcome.Done);
        (await changes.RolesAsync(second)).ShouldBe(wanted == Role.None ? [] : [wanted]);
        (await changes.ReasonsAsync(second)).ShouldContain($"role-approved-{wanted}");
    }

    [Theory]
    [InlineData(Role.None)]
    [InlineData(Role.Nurse)]
    public async Task Of_two_administrators_one_does_not_become_the_only_one_by_one_step(Role wanted)
    {
        var ((_, one), (other, otherActor)) = (await changes.Invited.AdministratorPersonAsync(), await changes.Invited.AdministratorPersonAsync());
        await changes.Invited.OnlyAsync(one, otherActor);
        (await portal.Get<OpenPerson>().ForAsync(one, other.Id, default))!.IsApprovalWaived.ShouldBeFalse();
        (await changes.RoleAsync(one, other, wanted)).ShouldBe(ChangeOutcome.Waiting);
        (await changes.RolesAsync(other)).ShouldBe([Role.Administrator]);
        (await changes.Invited.InviteAsync(one)).Outcome.ShouldBe(InvitationOutcome.Waiting);
    }

    [Fact]
    public async Task One_of_three_who_disables_the_second_gives_no_role_alone()
    {
        var ((_, alone), (second, secondActor), (third, thirdActor)) =
            (await changes.Invited.AdministratorPersonAsync(), await changes.Invited.AdministratorPersonAsync(), await changes.Invited.AdministratorPersonAsync());
        await changes.Invited.OnlyAsync(alone, secondActor, thirdActor);
        (await changes.DisableAsync(alone, second)).ShouldBe(ChangeOutcome.Done);
        (await changes.DisableAsync(alone, third)).ShouldBe(ChangeOutcome.Done);
        (await changes.RoleAsync(alone, await changes.People.NewAsync(Role.Nurse), Role.Administrator)).ShouldBe(ChangeOutcome.Waiting);
        (await changes.Invited.InviteAsync(alone)).Outcome.ShouldBe(InvitationOutcome.Waiting);
    }

    [Fact]
    public async Task What_was_not_approved_in_time_gives_way_to_another_request()
    {
        var (asker, _) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());
        var person = await changes.People.NewAsync(Role.Nurse);
        var old = await changes.WaitingAsync(asker, person);
        old.DecideUntil.ShouldBe(portal.Clock.GetUtcNow() + TimeSpan.FromHours(72));
        portal.Clock.Advance(TimeSpan.FromHours(72));
        var (fresh, other) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());

        (await portal.Get<ApproveRole>().ForAsync(other, old.Id, default)).ShouldBe(ChangeOutcome.Gone);
        (await changes.ReasonsAsync(person, AuditOutcome.Denied)).ShouldContain("role-request-expired");
        (await portal.Get<OpenPerson>().ForAsync(fresh, person.Id, default))!.RoleRequest.ShouldBeNull();
        (await changes.RoleAsync(fresh, person, Role.Auditor)).ShouldBe(ChangeOutcome.Waiting);
        (await changes.ReasonsAsync(person)).ShouldContain("role-request-expired");
    }
}
