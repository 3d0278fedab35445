using System.Net;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Sessions;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Tests.Features.Identity;

/// <summary>People with accounts, who sign in by the same use cases as everybody.</summary>
internal sealed class People(PortalFixture portal)
{
    public const string Password = "correct horse battery";

    public static readonly Actor Job = Actor.System("test");

    public static readonly Actor Nobody = Actor.AnonymousFrom(new Origin(IPAddress.Parse("192.0.2.7"), "Test browser") { Device = "the test's own browser" });

    public async Task<Person> NewAsync(Role role = Role.Clinician, bool enrolled = true, PatientId? patient = null)
    {
        var person = new Person($"{Guid.NewGuid():N}@people.example", Guid.NewGuid().ToByteArray().Concat(new byte[4]).ToArray());
        var account = new NewAccount(person.Email, "Test Person", Password, role, patient) { TotpSecret = enrolled ? person.Secret : null };
        var id = await portal.Get<CreateAccount>().ForAsync(Job, account, default);
        return person with { Id = id!.Value };
    }

    public string CodeOf(Person person, int stepsAgo = 0) => Totp.CodeAt(person.Secret, Totp.StepAt(portal.Clock.GetUtcNow()) - stepsAgo);

    /// <summary>A code that is right at none of the accepted steps.</summary>
    public string WrongCodeOf(Person person) =>
        Enumerable.Range(0, 1_000_000).Select(n => n.ToString("D6", null)).First(code => code != CodeOf(person) && code != CodeOf(person, 1));

    public async Task<SignInStep> PasswordAsync(Person person) =>
        (await portal.Get<SignIn>().WithPasswordAsync(Nobody, person.Email, Password, default))!;

    public async Task<string> SignInAsync(Person person)
    {
        var step = await PasswordAsync(person);
        var result = await portal.Get<ConfirmTotp>().WithCodeAsync(Nobody, step.Token, CodeOf(person), default);
        return result.Token!;
    }

    public async Task<Actor> ActorAsync(string token)
    {
        var view = (await portal.Get<FindSession>().ByTokenAsync(Nobody, token, default))!;
        return Actor.Person(view.Account, view.Role, view.Session, Nobody.Origin);
    }

    /// <summary>The entries that a test asks for.</summary>
    public async Task<IReadOnlyList<AuditEntry>> EntriesAsync(Func<AuditEntry, bool> about)
    {
        var entries = new List<AuditEntry>();
        await foreach (var signed in portal.Get<PortalDatabase>().Audit.ReadAllAsync(default))
        {
            entries.Add(signed.Entry);
        }

        return [.. entries.Where(about)];
    }

    public Task<IReadOnlyList<AuditEntry>> EntriesAsync(Person person) => EntriesAsync(entry => entry.ResourceId == person.Id.Value);

    /// <summary>The reasons of the refused tries of an account; the clock stands still, so they have no order.</summary>
    public async Task<IReadOnlyList<string?>> RefusalsAsync(Person person) =>
        [.. (await EntriesAsync(person)).Where(e => e is { Action: AuditAction.SignIn, Outcome: AuditOutcome.Denied }).Select(e => e.Reason)];

    /// <summary>Disables an account past the use case, which wants administrators and ends more.</summary>
    public async Task DisableAsync(AccountId account)
    {
        DateTimeOffset? now = portal.Clock.GetUtcNow();
        await using var db = portal.Open();
        await db.Set<Account>().Where(a => a.Id == account.Value).ExecuteUpdateAsync(set => set.SetProperty(a => a.DisabledAt, now));
    }

    /// <summary>What a person was told in the portal.</summary>
    public async Task<List<Notice>> NoticesAsync(AccountId account, NoticeKind? kind = null)
    {
        await using var db = portal.Open();
        return await db.Set<Notice>().AsNoTracking().Where(n => n.AccountId == account.Value && (kind == null || n.Kind == kind)).ToListAsync();
    }

    public async Task<Session> SessionAsync(string token)
    {
        var hash = SessionToken.HashOf(token);
        await using var db = portal.Open();
        return await db.Set<Session>().SingleAsync(s => s.SecretHash == hash);
    }
}

internal sealed record Person(string Email, byte[] Secret)
{
    public AccountId Id { get; init; }
}
