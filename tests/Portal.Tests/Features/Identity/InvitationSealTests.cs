using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity.Invitations;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity;

/// <summary>An invitation that somebody changes or writes in the database past the portal makes no account.</summary>
[Trait("Norm", "164.312(c)")]
public sealed class InvitationSealTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Token = "0123456789012345678901234567890123456789012";

    private readonly Invited invited = new(portal);

    [Theory]
    [InlineData("role = 4")]
    [InlineData("account_id = gen_random_uuid()")]
    [InlineData("expires_at = expires_at + interval '1 day'")]
    [InlineData("decided_by = gen_random_uuid()")]
    [InlineData("requested_by = gen_random_uuid()")]
    [InlineData("protected_email = protected_name")]
    [InlineData("seal = NULL")]
    public async Task A_link_whose_row_was_changed_opens_nothing(string change)
    {
        var (link, row) = await OpenAsync();
        await RunAsync($"UPDATE identity.invitations SET {change} WHERE id = $1", row.Id);
        await ShouldOpenNothingAsync(link.Token, row.Id);
    }

    [Fact]
    public async Task A_token_put_in_by_SQL_opens_nothing()
    {
        var (_, row) = await OpenAsync();
        await RunAsync("UPDATE identity.invitations SET token_hash = $2 WHERE id = $1", row.Id, Portal.Features.Identity.Sessions.SessionToken.HashOf(Token));
        await ShouldOpenNothingAsync(Token, row.Id);
    }

    [Fact]
    public async Task A_withdrawn_link_that_is_opened_again_by_SQL_opens_nothing()
    {
        var (link, row) = await OpenAsync();
        await portal.Get<WithdrawInvitation>().ForAsync(await invited.AdministratorAsync(), row.Id, default);
        var (_, other) = await OpenAsync();
        await RunAsync(
            "UPDATE identity.invitations SET state = 2, seal = o.seal, protected_email = o.protected_email, protected_name = o.protected_name "
            + "FROM identity.invitations o WHERE invitations.id = $1 AND o.id = $2", row.Id, other.Id);
        await ShouldOpenNothingAsync(link.Token, row.Id);
    }

    [Theory]
    [InlineData("role = 4")]
    [InlineData("requested_by = gen_random_uuid()")]
    [InlineData("seal = NULL")]
    public async Task What_waits_and_was_changed_is_approved_by_nobody(string change)
    {
        var (asker, other) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        await RunAsync($"UPDATE identity.invitations SET {change} WHERE id = $1", row.Id);
        (await invited.ApproveAsync(other, row.Id)).Outcome.ShouldBe(InvitationOutcome.Gone);
        (await invited.RowAsync(row.Id)).State.ShouldBe(InvitationState.Waiting);
        (await invited.EntriesAsync(row.AccountId)).ShouldContain((AuditAction.Grant, AuditOutcome.Denied, "damaged", other.Account!.Value.Value));
    }

    private async Task<(ActivationLink Link, Invitation Row)> OpenAsync()
    {
        var (asker, other) = (await invited.AdministratorAsync(), await invited.AdministratorAsync());
        var row = await invited.WaitingAsync(asker);
        return ((await invited.ApproveAsync(other, row.Id)).Link!, await invited.RowAsync(row.Id));
    }

    private Task<object?> RunAsync(string sql, params object[] values) => portal.Database.RunAsync(DatabaseRole.App, sql, values);

    private async Task ShouldOpenNothingAsync(string token, Guid id)
    {
        (await portal.Get<OpenActivation>().ForAsync(People.Nobody, token, default)).ShouldBeNull();
        (await portal.Get<ActivateAccount>().ForAsync(People.Nobody, token, null, "seven green kettles sing", default)).IsLinkRefused.ShouldBeTrue();
        var row = await invited.RowAsync(id);
        row.State.ShouldBe(InvitationState.Open);
        (await invited.EntriesAsync(row.AccountId)).Count(e => e is (AuditAction.Credential, AuditOutcome.Denied, "damaged", null)).ShouldBe(2);
    }
}
