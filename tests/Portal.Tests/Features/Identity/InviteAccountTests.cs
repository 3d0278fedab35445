using FluentValidation;
using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity;
using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "164.308(a)(4)")]
public sealed class InviteAccountTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly People people = new(portal);
    private readonly Invited invited = new(portal);

    [Fact]
    public async Task With_two_administrators_an_invitation_waits_and_has_no_link()
    {
        var (asker, _) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        (row.State, row.TokenHash, row.RequestedBy).ShouldBe((InvitationState.Waiting, null, asker.Account!.Value.Value));
        (await invited.EntriesAsync(row.AccountId)).ShouldBe([(AuditAction.Create, AuditOutcome.Allowed, "invited-Nurse", row.RequestedBy)]);
    }

    [Fact]
    public async Task With_one_administrator_the_approval_is_waived_and_the_waiver_is_an_entry()
    {
        var alone = await invited.AdministratorAsync();
        await people.NewAsync(Role.Administrator, enrolled: false);
        await invited.OnlyAsync(alone);
        var result = await invited.InviteAsync(alone);
        result.Outcome.ShouldBe(InvitationOutcome.Ready);
        result.Link!.ExpiresAt.ShouldBe(portal.Clock.GetUtcNow() + TimeSpan.FromHours(72));
        var row = await invited.NewestAsync();
        (await invited.EntriesAsync(row.AccountId)).Select(e => (e.Action, e.Reason)).OrderBy(e => e.Reason).ShouldBe(
            [(AuditAction.Grant, "approval-waived-fewer-than-two-administrators"), (AuditAction.Create, "invited-Nurse")]);
    }

    [Fact]
    public async Task An_administrator_who_has_not_enrolled_a_factor_is_no_second_one()
    {
        var alone = await invited.AdministratorAsync();
        await invited.OnlyAsync(alone);
        await people.NewAsync(Role.Administrator, enrolled: false);
        (await invited.InviteAsync(alone)).Outcome.ShouldBe(InvitationOutcome.Ready);
    }

    [Fact]
    public async Task An_address_with_an_account_or_an_invitation_under_way_is_taken()
    {
        var (asker, _) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var person = await people.NewAsync();
        (await invited.InviteAsync(asker, new NewInvitation(person.Email.ToUpperInvariant(), "Nora", Role.Nurse))).Outcome.ShouldBe(InvitationOutcome.AddressTaken);
        var somebody = Invited.SomebodyNew();
        var atOnce = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => invited.InviteAsync(asker, somebody)));
        atOnce.CountBy(result => result.Outcome).ToDictionary().ShouldBe(
            new Dictionary<InvitationOutcome, int> { [InvitationOutcome.Waiting] = 1, [InvitationOutcome.AddressTaken] = 7 }, ignoreOrder: true);
    }

    [Fact]
    public async Task An_expired_invitation_gives_way_to_a_new_one()
    {
        var alone = await invited.AdministratorAsync();
        await invited.OnlyAsync(alone);
        var somebody = Invited.SomebodyNew();
        var first = await invited.InviteAsync(alone, somebody);
        var row = await invited.NewestAsync();
        portal.Clock.Advance(TimeSpan.FromHours(72));
        alone = await invited.AdministratorAsync();
        await invited.OnlyAsync(alone);
        (await invited.InviteAsync(alone, somebody)).Outcome.ShouldBe(InvitationOutcome.Ready);
        (await portal.Get<OpenActivation>().ForAsync(People.Nobody, first.Link!.Token, default)).ShouldBeNull();
        (await invited.EntriesAsync(row.AccountId)).ShouldContain((AuditAction.Grant, AuditOutcome.Allowed, "expired-Nurse", alone.Account!.Value.Value));
    }

    [Fact]
    public async Task What_the_database_refuses_for_another_reason_is_not_told_as_a_taken_address()
    {
        var asker = await invited.AdministratorAsync();
        await RunAsync("ALTER TABLE identity.invitations ADD CONSTRAINT ck_test CHECK (role <> 8) NOT VALID");
        try
        {
            await Should.ThrowAsync<DbUpdateException>(() => invited.InviteAsync(asker, Invited.SomebodyNew(Role.Auditor)));
        }
        finally
        {
            await RunAsync("ALTER TABLE identity.invitations DROP CONSTRAINT ck_test");
        }
    }

    [Theory]
    [InlineData("no address", "Nora", Role.Nurse)]
    [InlineData("n@people.example", " ", Role.Nurse)]
    [InlineData("n@people.example", "Line\nbreak", Role.Nurse)]
    [InlineData("n@people.example", "Nora", Role.Patient)]
    [InlineData("n@people.example", "Nora", Role.System)]
    public async Task What_is_not_usable_is_refused(string email, string name, Role role)
    {
        var asker = await invited.AdministratorAsync();
        await Should.ThrowAsync<ValidationException>(() => invited.InviteAsync(asker, new NewInvitation(email, name, role)));
    }

    [Theory]
    [InlineData(Role.Clinician)]
    [InlineData(Role.ComplianceOfficer)]
    [InlineData(Role.Patient)]
    public async Task Who_is_no_administrator_may_not_invite_and_the_try_is_audited(Role role)
    {
        var actor = Actor.Person(AccountId.New(), role, SessionId.New(), People.Nobody.Origin);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => invited.InviteAsync(actor));
        (await people.EntriesAsync(e => e.Account == actor.Account)).ShouldHaveSingleItem().Outcome.ShouldBe(AuditOutcome.Denied);
    }

    [Fact]
    public async Task A_disabled_administrator_may_not_invite()
    {
        var (disabled, other) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        await invited.OnlyAsync(other);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => invited.InviteAsync(disabled));
    }

    private Task<object?> RunAsync(string sql) => portal.Database.RunAsync(DatabaseRole.Owner, sql);

    [Fact]
    [Trait("Norm", "164.312(a)(2)(iv)")]
    public void No_text_form_shows_whom_it_is_for() =>
        $"{Invited.SomebodyNew()} {new ActivationLink("secret", default)} {new ActivationView("a@b.example", "Nora", Role.Nurse)}"
            .ShouldBe("NewInvitation ActivationLink ActivationView");
}
