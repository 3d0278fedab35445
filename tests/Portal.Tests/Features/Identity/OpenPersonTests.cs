using Portal.Features.Identity.Changes;
using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "164.308(a)(4)")]
public sealed class OpenPersonTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Changes changes = new(portal);

    [Fact]
    public async Task An_account_is_shown_with_its_state_and_each_look_is_an_entry()
    {
        var administrator = await changes.Invited.AdministratorAsync();
        var person = await changes.People.NewAsync(Role.Nurse);
        await changes.DisableAsync(administrator, person, DisableReason.Away);

        var view = (await portal.Get<OpenPerson>().ForAsync(administrator, person.Id, default))!;

        (view.Person.Role, view.Person.State, view.DisabledFor, view.IsOwn).ShouldBe((Role.Nurse, AccountState.Disabled, DisableReason.Away, false));
        view.DisabledAt.ShouldBe(portal.Clock.GetUtcNow());
        (await changes.People.EntriesAsync(e => e.Action == AuditAction.Read && e.ResourceId == person.Id.Value)).ShouldHaveSingleItem().Account.ShouldBe(administrator.Account);
        (await portal.Get<OpenPerson>().ForAsync(administrator, AccountId.New(), default)).ShouldBeNull();
    }

    [Fact]
    public async Task A_patients_name_and_address_are_not_shown()
    {
        var view = (await portal.Get<OpenPerson>().ForAsync(await changes.Invited.AdministratorAsync(), (await changes.People.NewAsync(Role.Patient)).Id, default))!;
        (view.IsPatients, view.Person.Name.ValueOrDefault).ShouldBe((true, "T. P."));
        view.Person.Email.ValueOrDefault!.ShouldContain("•••");
    }

    [Fact]
    public async Task Who_may_not_see_accounts_is_refused_and_the_try_is_an_entry()
    {
        var actor = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), People.Nobody.Origin);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => portal.Get<OpenPerson>().ForAsync(actor, AccountId.New(), default));
        (await changes.People.EntriesAsync(e => e.Account == actor.Account)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }
}
