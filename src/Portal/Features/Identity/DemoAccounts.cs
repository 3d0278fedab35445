using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Hosting;
using Portal.Features.Identity.Factors;
using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.Identity;

/// <summary>An invented person with known credentials.</summary>
/// <param name="Id">The account's fixed id.</param>
/// <param name="Email">Its address, under a name that can belong to nobody (RFC 2606).</param>
/// <param name="Name">Its name.</param>
/// <param name="Password">Its password.</param>
/// <param name="TotpSecret">Its authenticator secret, base 32.</param>
/// <param name="Role">Its role.</param>
public sealed record DemoAccount(AccountId Id, string Email, string Name, string Password, string TotpSecret, Role Role);

/// <summary>The accounts of the demonstration: one or more for each role. They exist in Development only.</summary>
[Needs(Permission.MaintainInstance)]
public sealed class DemoAccounts
{
    private readonly CreateAccount create;
    private readonly IHostEnvironment environment;

    internal DemoAccounts(CreateAccount create, IHostEnvironment environment)
    {
        this.create = create;
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

    private static IEnumerable<(DemoAccount Account, byte[] Secret)> People() =>
    [
        Person("clinician", "Dr. Mira Halvorsen", Role.Clinician),
        Person("clinician2", "Dr. Tomasz Wilk", Role.Clinician),
        Person("billing", "Ines Okafor", Role.BillingClerk),
        Person("admin", "Jonas Petrov", Role.Administrator),
        Person("patient", "Ada Lindqvist", Role.Patient),
    ];

    // Known credentials are the point here; they are derived so that each account has its own.
    private static (DemoAccount Account, byte[] Secret) Person(string name, string fullName, Role role)
    {
        var hash = SHA512.HashData(Encoding.UTF8.GetBytes($"portal demo account {name}"));
        var secret = hash[..Totp.SecretSize];
        var password = $"demo-{name}-{Convert.ToHexStringLower(hash[20..24])}";
        return (new DemoAccount(new AccountId(new Guid(hash[24..40])), $"{name}@demo.example", fullName, password, Base32.Write(secret), role), secret);
    }
}
