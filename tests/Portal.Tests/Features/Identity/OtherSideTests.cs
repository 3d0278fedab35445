using Microsoft.EntityFrameworkCore;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Recovery;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

/// <summary>Who asks and who approves stand on two sides.</summary>
[Trait("Norm", "164.308(a)(4)")]
public sealed class OtherSideTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);

    [Fact]
    public async Task An_officer_approves_what_an_administrator_asked_for_and_another_administrator_does_not()
    {
        var (asker, other, (_, officer)) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync(), await OnlyOfficerAsync());
        var person = await changes.People.NewAsync(Role.Nurse);
        var waiting = await changes.WaitingAsync(asker, person, Role.Clinician);

        (await ViewAsync(other, person)).RoleRequest!.MayDecide.ShouldBeFalse();
        (await ApproveAsync(other, waiting)).ShouldBe(ChangeOutcome.OtherSide);
        var seen = await ViewAsync(officer, person);
        (seen.RoleRequest!.MayDecide, seen.Approver).ShouldBe((true, Role.ComplianceOfficer));
        (await ApproveAsync(officer, waiting)).ShouldBe(ChangeOutcome.Done);

        (await changes.RolesAsync(person)).ShouldBe([Role.Clinician]);
        (await changes.ReasonsAsync(person, AuditOutcome.Denied)).ShouldContain("other-side-approves");
    }

    [Fact]
    public async Task One_administrator_alone_waits_for_the_officer_and_the_officer_declines()
    {
        var (alone, (_, officer)) = (await changes.Invited.AdministratorAsync(), await OnlyOfficerAsync());
        await changes.Invited.OnlyAsync(alone);
        var person = await changes.People.NewAsync(Role.Nurse);
        var waiting = await changes.WaitingAsync(alone, person, Role.Clinician);
        (await portal.Get<DeclineRole>().ForAsync(officer, waiting.Id, default)).ShouldBe(ChangeOutcome.Done);
        (await changes.RolesAsync(person)).ShouldBe([Role.Nurse]);
        (await changes.ReasonsAsync(person)).ShouldContain("role-declined-Clinician");
    }

    [Fact]
    public async Task An_officers_own_role_is_approved_by_another_officer_and_where_there_is_none_by_an_administrator()
    {
        var (asker, other, (first, firstActor)) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync(), await OnlyOfficerAsync());
        var waiting = await changes.WaitingAsync(asker, first, Role.Auditor);
        (await ApproveAsync(firstActor, waiting)).ShouldBe(ChangeOutcome.Own);
        (await ApproveAsync(other, waiting)).ShouldBe(ChangeOutcome.Done); // nobody else of the other side is there

        var (_, second) = await OfficerAsync();
        var (third, _) = await OfficerAsync();
        var another = await changes.WaitingAsync(asker, third, Role.Auditor);
        (await ApproveAsync(other, another)).ShouldBe(ChangeOutcome.OtherSide);
        (await ApproveAsync(second, another)).ShouldBe(ChangeOutcome.Done);
    }

    [Fact]
    public async Task An_officer_who_was_disabled_just_now_still_counts_and_after_three_days_does_not()
    {
        var (asker, other, (officer, _)) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync(), await OnlyOfficerAsync());
        await changes.DisableAsync(asker, officer);
        var person = await changes.People.NewAsync(Role.Nurse);
        (await ApproveAsync(other, await changes.WaitingAsync(asker, person, Role.Clinician))).ShouldBe(ChangeOutcome.OtherSide);

        portal.Clock.Advance(TimeSpan.FromHours(72));
        var (later, approver) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync());
        (await ApproveAsync(approver, await changes.WaitingAsync(later, person, Role.Clinician))).ShouldBe(ChangeOutcome.Done);
    }

    [Fact]
    public async Task An_invitation_is_approved_by_the_officer()
    {
        var (asker, other, (_, officer)) = (await changes.Invited.AdministratorAsync(), await changes.Invited.AdministratorAsync(), await OnlyOfficerAsync());
        var row = await changes.Invited.WaitingAsync(asker);
        (await changes.Invited.ApproveAsync(other, row.Id)).Outcome.ShouldBe(InvitationOutcome.OtherSide);
        (await portal.Get<ListPeople>().ForAsync(officer, null, default)).Invitations.Single(i => i.Id == row.Id).MayDecide.ShouldBeTrue();
        (await changes.Invited.ApproveAsync(officer, row.Id)).Outcome.ShouldBe(InvitationOutcome.Ready);
    }

    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task One_administrator_alone_resets_nobodys_factors_while_there_is_an_officer_who_confirms()
    {
        var (alone, (_, officer)) = (await changes.Invited.AdministratorAsync(), await OnlyOfficerAsync());
        await changes.Invited.OnlyAsync(alone);
        var (person, _) = await OfficerAsync();
        (await portal.Get<OpenRecovery>().ForAsync(alone, person.Id, RecoveryReason.FactorLost, default)).Outcome.ShouldBe(RecoveryOutcome.Waiting);
        Guid id;
        await using (var db = portal.Open())
        {
            id = (await db.Set<AccountRecovery>().SingleAsync(r => r.UnderWayFor == person.Id.Value)).Id;
        }

        (await portal.Get<ConfirmRecovery>().ForAsync(officer, id, default)).Outcome.ShouldBe(RecoveryOutcome.Ready);
    }

    private Task<ChangeOutcome> ApproveAsync(Actor actor, RoleRequestItem waiting) => portal.Get<ApproveRole>().ForAsync(actor, waiting.Id, default);

    private async Task<PersonView> ViewAsync(Actor actor, Person person) => (await portal.Get<OpenPerson>().ForAsync(actor, person.Id, default))!;

    private async Task<(Person Person, Actor Actor)> OfficerAsync()
    {
        var person = await changes.People.NewAsync(Role.ComplianceOfficer);
        return (person, await changes.People.ActorAsync(await changes.People.SignInAsync(person)));
    }

    // A test class shares its database: the officers of the other tests left long ago.
    private async Task<(Person Person, Actor Actor)> OnlyOfficerAsync()
    {
        DateTimeOffset? before = portal.Clock.GetUtcNow() - TimeSpan.FromDays(4);
        await using (var db = portal.Open())
        {
            await Administrators.All(db, Role.ComplianceOfficer).ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledAt, before));
        }

        return await OfficerAsync();
    }
}
