using FluentValidation;
using Portal.Features.Identity;
using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Tests.Features.Identity;

public sealed class ListPeopleTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);
    private readonly Invited invited = new(portal);

    private Task<PeopleView> ListAsync(Actor actor, string? cursor = null) => portal.Get<ListPeople>().ForAsync(actor, cursor, default);

    private async Task<PersonItem> ItemAsync(Actor actor, Person person)
    {
        for (string? cursor = null; ;)
        {
            var view = await ListAsync(actor, cursor);
            if (view.People.Items.FirstOrDefault(item => item.Id == person.Id) is { } found)
            {
                return found;
            }

            cursor = view.People.Next.ShouldNotBeNull("the account is on no page");
        }
    }

    [Fact]
    public async Task Each_state_of_an_account_is_told()
    {
        var administrator = await invited.AdministratorAsync();
        var (active, fresh, locked) = (await people.NewAsync(), await people.NewAsync(enrolled: false), await people.NewAsync());
        await people.SignInAsync(active);
        for (var n = 0; n < 5; n++)
        {
            await portal.Get<SignIn>().WithPasswordAsync(People.Nobody, locked.Email, "wrong password", default);
        }

        var item = await ItemAsync(administrator, active);
        (item.Name.ValueOrDefault, item.Email.ValueOrDefault, item.Role, item.State, item.LastSignIn)
            .ShouldBe(("Test Person", active.Email, Role.Clinician, AccountState.Active, portal.Clock.GetUtcNow()));
        (await ItemAsync(administrator, fresh)).State.ShouldBe(AccountState.NotEnrolled);
        (await ItemAsync(administrator, fresh)).LastSignIn.ShouldBeNull();
        (await ItemAsync(administrator, locked)).State.ShouldBe(AccountState.Locked);
        portal.Clock.Advance(TimeSpan.FromMinutes(16));
        (await ItemAsync(await invited.AdministratorAsync(), locked)).State.ShouldBe(AccountState.Active);
    }

    [Fact]
    [Trait("Norm", "164.502(b), .514(d)")]
    public async Task Of_a_patient_name_and_address_are_masked_and_the_record_is_not_named()
    {
        var administrator = await invited.AdministratorAsync();
        var patient = await people.NewAsync(Role.Patient, patient: PatientId.New());
        var item = await ItemAsync(administrator, patient);
        item.Name.ValueOrDefault.ShouldBe("T. P.");
        item.Email.ValueOrDefault.ShouldBe($"{patient.Email[0]}•••@people.example");
        typeof(PersonItem).GetProperties().Concat(typeof(InvitationItem).GetProperties()).ShouldNotContain(p => p.PropertyType == typeof(PatientId) || p.PropertyType == typeof(PatientId?));
    }

    [Fact]
    public async Task Pages_hold_every_account_once()
    {
        var administrator = await invited.AdministratorAsync();
        for (var n = 0; n <= ListPeople.PageSize; n++)
        {
            await people.NewAsync(Role.Nurse, enrolled: false);
        }

        var first = await ListAsync(administrator);
        first.People.Items.Count.ShouldBe(ListPeople.PageSize);
        var second = await ListAsync(administrator, first.People.Next);
        first.People.Items.Concat(second.People.Items).Select(item => item.Id).Distinct().Count().ShouldBe(first.People.Items.Count + second.People.Items.Count);
        second.People.Items.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Invitations_under_way_are_listed_with_who_asked()
    {
        var (asker, other) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        var mine = (await ListAsync(asker)).Invitations.Single(i => i.Id == row.Id);
        (mine.IsOwn, mine.IsWaiting, mine.ExpiresAt).ShouldBe((true, true, null));
        var theirs = (await ListAsync(other)).Invitations.Single(i => i.Id == row.Id);
        (theirs.IsOwn, theirs.RequestedBy.ValueOrDefault, theirs.Name.ValueOrDefault).ShouldBe((false, "Test Person", "Nora Example"));
    }

    [Theory]
    [InlineData(Role.Administrator, true)]
    [InlineData(Role.ComplianceOfficer, true)]
    [InlineData(Role.Clinician, false)]
    [InlineData(Role.Auditor, false)]
    [Trait("Norm", "164.312(b)")]
    public async Task Who_may_see_accounts_does_and_each_look_is_an_entry(Role role, bool may)
    {
        var actor = Actor.Person(AccountId.New(), role, SessionId.New(), People.Nobody.Origin);
        if (may)
        {
            await ListAsync(actor);
        }
        else
        {
            await Should.ThrowAsync<UnauthorizedAccessException>(() => ListAsync(actor));
        }

        var entry = (await people.EntriesAsync(e => e.Account == actor.Account)).ShouldHaveSingleItem();
        (entry.Action, entry.Resource, entry.Outcome).ShouldBe((AuditAction.Search, AuditResource.Account, may ? AuditOutcome.Allowed : AuditOutcome.Denied));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("1.2")]
    [InlineData("-5.00000000000000000000000000000000")]
    public async Task A_cursor_of_somebody_elses_making_is_refused(string cursor)
    {
        var actor = Actor.Person(AccountId.New(), Role.Administrator, SessionId.New(), People.Nobody.Origin);
        await Should.ThrowAsync<ValidationException>(() => ListAsync(actor, cursor));
    }
}
