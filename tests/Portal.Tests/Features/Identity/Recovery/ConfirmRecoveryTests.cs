using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Passkeys;
using Portal.Features.Identity.Recovery;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;
using Portal.Tests.Features.Identity.Passkeys;

namespace Portal.Tests.Features.Identity.Recovery;

[Trait("Norm", "164.308(a)(4)")]
public sealed class ConfirmRecoveryTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private readonly Recoveries recoveries = new(portal);

    [Fact]
    [Trait("Norm", "164.312(d)")]
    public async Task Another_administrator_confirms_and_what_opened_the_account_opens_nothing_any_more()
    {
        var (_, other, person, session, row) = await recoveries.WaitingAsync();
        var waiting = await recoveries.SignInAsync(person, People.Password);
        var result = await recoveries.ConfirmAsync(other, row.Id);
        result.Outcome.ShouldBe(RecoveryOutcome.Ready);
        result.Link!.ExpiresAt.ShouldBe(portal.Clock.GetUtcNow() + TimeSpan.FromHours(24));
        (await recoveries.LivesAsync(session)).ShouldBeFalse();
        (await recoveries.SignInAsync(person, People.Password)).ShouldBeNull();
        (await portal.Get<Portal.Features.Identity.ConfirmTotp>().WithCodeAsync(People.Nobody, waiting!.Token, recoveries.People.CodeOf(person), default)).Token.ShouldBeNull();
        (await recoveries.CodesAsync(person)).ShouldBe(0);
        (await recoveries.PasskeysAsync(person)).ShouldBe(0);
        var account = await recoveries.AccountAsync(person);
        (account.PasswordHash, account.ProtectedTotpSecret, account.FactorEnrolledAt).ShouldBe((null, null, null));
        (await recoveries.EntriesAsync(person)).ShouldContain((AuditOutcome.Allowed, "recovery-confirmed", other.Account!.Value.Value));
        (await recoveries.NoticesAsync(person)).ShouldBe([NoticeKind.RecoveryOpened, NoticeKind.RecoveryConfirmed]);
    }

    [Fact]
    public async Task A_passkey_opens_nothing_any_more_either()
    {
        var (_, other, _, session, row) = await recoveries.WaitingAsync();
        var passkeys = new PasskeyPeople(portal);
        using var device = new SoftAuthenticator();
        (await passkeys.AddAsync(await recoveries.People.ActorAsync(session), device)).Token.ShouldNotBeNull();
        (await passkeys.SignInAsync(device)).Outcome.ShouldBe(PasskeyOutcome.SignedIn);
        (await recoveries.ConfirmAsync(other, row.Id)).Outcome.ShouldBe(RecoveryOutcome.Ready);
        (await passkeys.SignInAsync(device)).ShouldBe(PasskeyResult.Refused);
    }

    [Fact]
    public async Task Neither_who_opened_it_nor_whom_it_concerns_confirms_it()
    {
        var (asker, _, person, session, row) = await recoveries.WaitingAsync(Role.Administrator);
        var concerned = await recoveries.People.ActorAsync(session);
        (await recoveries.ConfirmAsync(asker, row.Id)).Outcome.ShouldBe(RecoveryOutcome.Own);
        (await recoveries.ConfirmAsync(concerned, row.Id)).Outcome.ShouldBe(RecoveryOutcome.Own);
        (await recoveries.RowOfAsync(person)).State.ShouldBe(RecoveryState.Waiting);
        (await recoveries.EntriesAsync(person)).Count(e => e is (AuditOutcome.Denied, "own-recovery", _)).ShouldBe(2);
    }

    [Theory]
    [InlineData("decided_by = requested_by")]
    [InlineData("decided_by = account_id")]
    [InlineData("requested_by = account_id")]
    public async Task The_database_itself_refuses_one_person_in_two_parts(string change)
    {
        var (_, _, _, _, row) = await recoveries.WaitingAsync();
        var refused = await Should.ThrowAsync<PostgresException>(() => recoveries.RunAsync($"UPDATE identity.recoveries SET {change} WHERE id = $1", row.Id));
        refused.SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_administrator_who_is_none_any_more_confirms_nothing(bool disabled)
    {
        var (_, other, person, _, row) = await recoveries.WaitingAsync();
        await (disabled ? recoveries.People.DisableAsync(other.Account!.Value) : recoveries.DemoteAsync(other));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => recoveries.ConfirmAsync(other, row.Id));
        (await recoveries.RowOfAsync(person)).State.ShouldBe(RecoveryState.Waiting);
    }

    [Fact]
    public async Task Of_administrators_who_decide_at_once_one_wins_and_there_is_one_link()
    {
        var (_, other, person, _, row) = await recoveries.WaitingAsync();
        var third = await recoveries.Invited.AdministratorAsync();
        var decided = await Task.WhenAll(new[] { other, third, other, third }.SelectMany(one => new[]
        {
            recoveries.ConfirmAsync(one, row.Id), portal.Get<DeclineRecovery>().ForAsync(one, row.Id, default),
        }));
        decided.Count(result => result.Outcome != RecoveryOutcome.Gone).ShouldBe(1);
        (await recoveries.EntriesAsync(person)).Count(e => e is (AuditOutcome.Allowed, "recovery-confirmed" or "recovery-declined", _)).ShouldBe(1);
    }

    [Theory]
    [InlineData("account_id = $2")]
    [InlineData("requested_by = gen_random_uuid()")]
    [InlineData("expires_at = expires_at + interval '1 day'")]
    [InlineData("reason = 1")]
    [InlineData("seal = NULL")]
    [Trait("Norm", "164.312(c)")]
    public async Task What_was_changed_past_the_portal_is_confirmed_by_nobody(string change)
    {
        var (_, other, person, session, row) = await recoveries.WaitingAsync();
        var victim = await recoveries.People.NewAsync();
        object[] values = change.Contains("$2") ? [row.Id, victim.Id.Value] : [row.Id];
        await recoveries.RunAsync($"UPDATE identity.recoveries SET {change} WHERE id = $1", values);
        (await recoveries.ConfirmAsync(other, row.Id)).Outcome.ShouldBe(RecoveryOutcome.Gone);
        (await recoveries.LivesAsync(session)).ShouldBeTrue();
        (await recoveries.EntriesAsync(change.Contains("$2") ? victim : person)).ShouldContain((AuditOutcome.Denied, "damaged", other.Account!.Value.Value));
    }

    [Fact]
    public async Task What_is_not_there_is_gone_and_a_factor_is_wanted()
    {
        var (_, other, _, _, row) = await recoveries.WaitingAsync();
        (await recoveries.ConfirmAsync(other, Guid.NewGuid())).Outcome.ShouldBe(RecoveryOutcome.Gone);
        portal.Clock.Advance(FreshFactor.Lifetime);
        await Should.ThrowAsync<StepUpRequiredException>(() => recoveries.ConfirmAsync(other, row.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_asked_by_one_who_is_no_administrator_any_more_is_confirmed_by_nobody(bool disabled)
    {
        var (asker, other, person, session, row) = await recoveries.WaitingAsync();
        await (disabled ? recoveries.People.DisableAsync(asker.Account!.Value) : recoveries.DemoteAsync(asker));
        (await recoveries.ConfirmAsync(other, row.Id)).Outcome.ShouldBe(RecoveryOutcome.Gone);
        (await recoveries.LivesAsync(session)).ShouldBeTrue();
        (await recoveries.EntriesAsync(person)).ShouldContain((AuditOutcome.Denied, InvitationAudit.NobodysRequest, other.Account!.Value.Value));
    }

    [Fact]
    public async Task A_new_address_that_waits_does_not_outlive_the_recovery()
    {
        var changes = new Changes(portal);
        var (asker, other, person, _, row) = await recoveries.WaitingAsync();
        await changes.EmailAsync(asker, person, $"{Guid.NewGuid():N}@new.example");
        await recoveries.ConfirmAsync(other, row.Id);
        (await changes.ConfirmAsync(await changes.LinkAsync(person))).ShouldBeFalse();
    }
}
