using Microsoft.EntityFrameworkCore;
using Portal.Data.Postgres.Embedded;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Recovery;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;
using Portal.Tests.Data;

namespace Portal.Tests.Features.Identity.Recovery;

/// <summary>A colleague who lost everything, and the administrators who help, by the same use cases as everybody.</summary>
internal sealed class Recoveries(PortalFixture portal)
{
    public const string Chosen = "seven green kettles sing";

    public Invited Invited { get; } = new(portal);

    public People People { get; } = new(portal);

    public Task<RecoveryResult> OpenAsync(Actor actor, Person person, RecoveryReason reason = RecoveryReason.BothLost) =>
        portal.Get<OpenRecovery>().ForAsync(actor, person.Id, reason, default);

    public Task<RecoveryResult> ConfirmAsync(Actor actor, Guid recovery) => portal.Get<ConfirmRecovery>().ForAsync(actor, recovery, default);

    public Task<RecoveredResult> UseAsync(string token, string? password = Chosen) => portal.Get<UseRecoveryLink>().ForAsync(People.Nobody, token, password, default);

    /// <summary>Two administrators, a colleague who is signed in and has recovery codes, and the row that waits for the second one.</summary>
    public async Task<(Actor Asker, Actor Other, Person Person, string Session, AccountRecovery Row)> WaitingAsync(Role role = Role.Nurse)
    {
        var (asker, other) = (await Invited.AdministratorAsync(), await Invited.AdministratorAsync());
        var person = await People.NewAsync(role);
        var session = await People.SignInAsync(person);
        await using (var db = portal.Open())
        {
            await portal.Get<RecoveryCodes>().ReplaceAsync(db, person.Id.Value, default);
        }

        await RunAsync("INSERT INTO identity.passkeys (credential_id, user_id, data, id, seal) VALUES ($1, $2, '{}', $3, '')", Guid.NewGuid().ToByteArray(), person.Id.Value, Guid.NewGuid());
        (await OpenAsync(asker, person)).Outcome.ShouldBe(RecoveryOutcome.Waiting);
        return (asker, other, person, session, await RowOfAsync(person));
    }

    public async Task<AccountRecovery> RowOfAsync(Person person)
    {
        await using var db = portal.Open();
        return (await db.Set<AccountRecovery>().AsNoTracking().Where(r => r.AccountId == person.Id.Value).ToListAsync()).MaxBy(r => r.RequestedAt)!;
    }

    public async Task<Account> AccountAsync(Person person)
    {
        await using var db = portal.Open();
        return await db.Set<Account>().AsNoTracking().SingleAsync(a => a.Id == person.Id.Value);
    }

    public async Task<int> CodesAsync(Person person)
    {
        await using var db = portal.Open();
        return await db.Set<RecoveryCode>().CountAsync(c => c.AccountId == person.Id.Value);
    }

    public async Task<long> PasskeysAsync(Person person) =>
        (long)(await RunAsync("SELECT count(*) FROM identity.passkeys WHERE user_id = $1", person.Id.Value))!;

    public async Task<bool> LivesAsync(string session) => await portal.Get<FindSession>().ByTokenAsync(People.Nobody, session, default) is not null;

    public Task<SignInStep?> SignInAsync(Person person, string password) => portal.Get<SignIn>().WithPasswordAsync(People.Nobody, person.Email, password, default);

    public async Task DemoteAsync(Actor actor)
    {
        await using var db = portal.Open();
        await db.Set<AccountRole>().Where(r => r.UserId == actor.Account!.Value.Value).ExecuteDeleteAsync();
    }

    /// <summary>What the person was told but of browsers, by kind.</summary>
    public async Task<IReadOnlyList<NoticeKind>> NoticesAsync(Person person) =>
        [.. (await People.NoticesAsync(person.Id)).Select(n => n.Kind).Where(kind => kind != NoticeKind.NewDevice).Order()];

    public Task<object?> RunAsync(string sql, params object[] values) => portal.Database.RunAsync(DatabaseRole.App, sql, values);

    public async Task<IReadOnlyList<(AuditOutcome Outcome, string? Reason, Guid? By)>> EntriesAsync(Person person) =>
        [.. (await People.EntriesAsync(person)).Where(e => e.Action == AuditAction.Credential).Select(e => (e.Outcome, e.Reason, e.Account?.Value))];

    /// <summary>Enrols a new app as at the first sign-in; the whole sign-in.</summary>
    public async Task<FactorResult> EnrolAsync(SignInStep step)
    {
        step.Next.ShouldBe(SessionStage.AwaitingEnrolment);
        (await portal.Get<BeginTotpEnrolment>().ForAsync(People.Nobody, step.Token, default)).ShouldNotBeNull();
        var secret = portal.Get<TotpOffers>().SecretOf(await People.SessionAsync(step.Token))!;
        return await portal.Get<CompleteTotpEnrolment>().WithCodeAsync(People.Nobody, step.Token, Totp.CodeAt(secret, Totp.StepAt(portal.Clock.GetUtcNow())), default);
    }
}
