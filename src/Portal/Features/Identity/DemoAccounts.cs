using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity;

/// <summary>An invented person with known credentials.</summary>
/// <param name="Id">The account's fixed id.</param>
/// <param name="Email">Its address, under a name that can belong to nobody (RFC 2606).</param>
/// <param name="Name">Its name.</param>
/// <param name="Password">Its password.</param>
/// <param name="TotpSecret">Its authenticator secret, base 32; <c>null</c> for the one that enrols at its first sign-in.</param>
/// <param name="Role">Its role.</param>
public sealed record DemoAccount(AccountId Id, string Email, string Name, string Password, string? TotpSecret, Role Role);

/// <summary>The accounts of the demonstration: one or more for each role. They exist in Development only.</summary>
[Needs(Permission.MaintainInstance)]
public sealed class DemoAccounts
{
    private const int PasswordBytes = 10;

    private readonly CreateAccount create;
    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly KeyRing keys;
    private readonly IHostEnvironment environment;

    internal DemoAccounts(CreateAccount create, PortalDatabase database, AuditLog audit, KeyRing keys, IHostEnvironment environment)
    {
        this.create = create;
        this.database = database;
        this.audit = audit;
        this.keys = keys;
        this.environment = environment;
    }

    /// <summary>The accounts, whether or not they were made already.</summary>
    /// <exception cref="InvalidOperationException">The portal does not run in Development.</exception>
    public IReadOnlyList<DemoAccount> List(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return environment.IsDevelopment() && actor.Has(Permission.MaintainInstance)
            ? [.. People().Select(person => person.Account)]
            : throw new InvalidOperationException("Demo accounts exist in Development only: set the environment to Development or make real accounts.");
    }

    /// <summary>Makes those that are missing.</summary>
    /// <param name="actor">The job that sets the instance up.</param>
    /// <param name="patient">The record that belongs to the demo patient, where there is one.</param>
    /// <param name="cancel">Gives up between two accounts.</param>
    /// <exception cref="InvalidOperationException">The portal does not run in Development.</exception>
    public async Task<IReadOnlyList<DemoAccount>> SeedAsync(Actor actor, PatientId? patient, CancellationToken cancel)
    {
        var accounts = List(actor);
        foreach (var (account, secret) in People())
        {
            var person = new NewAccount(account.Email, account.Name, account.Password, account.Role, account.Role == Role.Patient ? patient : null)
            {
                Id = account.Id, TotpSecret = secret,
            };
            await create.ForAsync(actor, person, cancel);
        }

        return accounts;
    }

    /// <summary>Whether the database holds one of them, in any environment: outside Development the portal must not serve then.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not maintain the instance.</exception>
    public async Task<bool> AnyExistAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.Has(Permission.MaintainInstance))
        {
            await audit.AppendAsync(
                audit.NewEntry(actor, Purpose.Operations, AuditAction.Search, AuditResource.Account, DataCategories.Account, AuditOutcome.Denied), cancel);
            throw new UnauthorizedAccessException("This role may not look for demo accounts.");
        }

        Guid[] ids = [.. People().Select(person => person.Account.Id.Value)];
        await using var db = database.Open();
        return await db.Set<Account>().AnyAsync(account => ids.Contains(account.Id), cancel);
    }

    private IEnumerable<(DemoAccount Account, byte[]? Secret)> People() =>
    [
        Person("clinician", "Dr. Mira Halvorsen", Role.Clinician),
        Person("clinician2", "Dr. Tomasz Wilk", Role.Clinician),
        Person("newcomer", "Dr. Priya Raman", Role.Clinician, enrolled: false),
        Person("nurse", "Samira Haddad", Role.Nurse),
        Person("desk", "Lucas Moreau", Role.FrontDesk),
        Person("billing", "Ines Okafor", Role.BillingClerk),
        Person("officer", "Grace Mbeki", Role.ComplianceOfficer),
        Person("auditor", "Henrik Solberg", Role.Auditor),
        Person("admin", "Jonas Petrov", Role.Administrator),
        Person("admin2", "Noor van Dijk", Role.Administrator),
        Person("patient", "Ada Lindqvist", Role.Patient),
    ];

    // Derived from the key file: nothing is stored, no two instances share a password, and an id is the same everywhere, so that it is known again.
    private (DemoAccount Account, byte[]? Secret) Person(string name, string fullName, Role role, bool enrolled = true)
    {
        var bytes = keys.DemoSecretOf(name, Totp.SecretSize + PasswordBytes);
        var secret = enrolled ? bytes[..Totp.SecretSize] : null;
        var password = $"demo-{Base32.Write(bytes[Totp.SecretSize..]).ToLowerInvariant()}";
        var id = new AccountId(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"portal demo account {name}")).AsSpan(0, 16)));
        return (new DemoAccount(id, $"{name}@demo.example", fullName, password, secret is null ? null : Base32.Write(secret), role), secret);
    }
}
