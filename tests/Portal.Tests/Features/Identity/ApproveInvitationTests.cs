using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity;

[Trait("Norm", "164.308(a)(4)")]
public sealed class ApproveInvitationTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Invited invited = new(portal);

    [Fact]
    public async Task Another_administrator_approves_and_gets_the_link()
    {
        var (asker, other) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        var result = await invited.ApproveAsync(other, row.Id);
        result.Outcome.ShouldBe(InvitationOutcome.Ready);
        result.Link!.ExpiresAt.ShouldBe(portal.Clock.GetUtcNow() + TimeSpan.FromHours(72));
        (await portal.Get<OpenActivation>().ForAsync(People.Nobody, result.Link.Token, default))!.Role.ShouldBe(Role.Nurse);
        (await invited.EntriesAsync(row.AccountId)).ShouldContain((AuditAction.Grant, AuditOutcome.Allowed, "approved-Nurse", other.Account!.Value.Value));
        (await invited.RowAsync(row.Id)).DecidedBy.ShouldBe(other.Account.Value.Value);
    }

    [Fact]
    public async Task Nobody_approves_what_they_asked_for_and_the_try_is_audited()
    {
        var (asker, _) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        (await invited.ApproveAsync(asker, row.Id)).Outcome.ShouldBe(InvitationOutcome.Own);
        (await invited.RowAsync(row.Id)).State.ShouldBe(InvitationState.Waiting);
        (await invited.EntriesAsync(row.AccountId)).ShouldContain((AuditAction.Grant, AuditOutcome.Denied, "own-invitation", asker.Account!.Value.Value));
    }

    [Fact]
    public async Task Being_the_only_one_left_does_not_help_the_asker()
    {
        var (asker, _) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        await invited.OnlyAsync(asker);
        (await invited.ApproveAsync(asker, row.Id)).Outcome.ShouldBe(InvitationOutcome.Own);
    }

    [Fact]
    public async Task Of_administrators_who_decide_at_once_one_wins_and_there_is_one_link()
    {
        var asker = await invited.AdministratorAsync();
        var others = new[] { await invited.AdministratorAsync(), await invited.AdministratorAsync(), await invited.AdministratorAsync() };
        var row = await invited.WaitingAsync(asker);
        var decided = await Task.WhenAll(
            others.SelectMany(one => new[] { invited.ApproveAsync(one, row.Id), portal.Get<DeclineInvitation>().ForAsync(one, row.Id, default) })
                .Append(portal.Get<WithdrawInvitation>().ForAsync(asker, row.Id, default)));
        // What was approved can still be withdrawn: that is one after the other, not two at once.
        var final = (await invited.RowAsync(row.Id)).State;
        decided.Count(result => result.Outcome == InvitationOutcome.Ready).ShouldBeLessThanOrEqualTo(1);
        decided.Count(result => result.Outcome == InvitationOutcome.Closed).ShouldBe(final == InvitationState.Open ? 0 : 1);
        (await invited.EntriesAsync(row.AccountId)).Count(e => e.Reason != "invited-Nurse" && e.Outcome == AuditOutcome.Allowed)
            .ShouldBe(decided.Count(result => result.Outcome != InvitationOutcome.Gone));
    }

    [Fact]
    public async Task The_database_itself_refuses_one_person_in_both_parts()
    {
        var (asker, _) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        await using var db = portal.Open();
        var refused = await Should.ThrowAsync<PostgresException>(
            () => db.Set<Invitation>().Where(i => i.Id == row.Id).ExecuteUpdateAsync(set => set.SetProperty(i => i.DecidedBy, i => i.RequestedBy)));
        refused.SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
    }

    [Fact]
    [Trait("Norm", "164.312(b)")]
    public async Task What_is_not_there_or_decided_is_gone_and_the_try_is_audited()
    {
        var (administrator, other) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        (await invited.ApproveAsync(administrator, Guid.NewGuid())).Outcome.ShouldBe(InvitationOutcome.Gone);
        (await new People(portal).EntriesAsync(e => e.Account == administrator.Account && e.Outcome == AuditOutcome.Denied))
            .ShouldHaveSingleItem().Reason.ShouldBe("invitation-unknown");
        var row = await invited.WaitingAsync(other);
        await portal.Get<WithdrawInvitation>().ForAsync(other, row.Id, default);
        (await invited.ApproveAsync(administrator, row.Id)).Outcome.ShouldBe(InvitationOutcome.Gone);
        (await invited.EntriesAsync(row.AccountId)).ShouldContain(
            (AuditAction.Grant, AuditOutcome.Denied, "invitation-decided", administrator.Account!.Value.Value));
    }

    [Fact]
    public async Task Who_is_no_administrator_may_not_approve()
    {
        var (asker, _) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        var clinician = Actor.Person(AccountId.New(), Role.Clinician, SessionId.New(), People.Nobody.Origin);
        await Should.ThrowAsync<UnauthorizedAccessException>(() => invited.ApproveAsync(clinician, row.Id));
    }

    [Fact]
    public async Task Who_is_disabled_while_approving_approves_nothing()
    {
        var (asker, other) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        await using var connection = await portal.Database.OpenAsync(DatabaseRole.App);
        await using var change = await connection.BeginTransactionAsync();
        await Attack.RunAsync(connection, "UPDATE identity.roles SET name = name WHERE id = $1", AccountRoles.IdOf(Role.Administrator));
        await Attack.RunAsync(connection, "UPDATE identity.accounts SET disabled_at = $2 WHERE id = $1", other.Account!.Value.Value, portal.Clock.GetUtcNow());
        var approving = invited.ApproveAsync(other, row.Id);
        await portal.Database.UntilSomebodyWaitsAsync(approving);
        await change.CommitAsync();
        (await approving).Outcome.ShouldBe(InvitationOutcome.Gone);
        (await invited.RowAsync(row.Id)).State.ShouldBe(InvitationState.Waiting);
    }

    [Fact]
    public async Task What_was_asked_by_one_who_is_no_administrator_any_more_is_approved_by_nobody()
    {
        var ((person, asker), other) = (await invited.AdministratorPersonAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        await new Changes(portal).DisableAsync(other, person);
        (await invited.ApproveAsync(other, row.Id)).Outcome.ShouldBe(InvitationOutcome.Gone);
        (await invited.RowAsync(row.Id)).State.ShouldBe(InvitationState.Waiting);
        (await invited.EntriesAsync(row.AccountId)).ShouldContain(
            (AuditAction.Grant, AuditOutcome.Denied, "requester-no-administrator-any-more", other.Account!.Value.Value));
    }
}
