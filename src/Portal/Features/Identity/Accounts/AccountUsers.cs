using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Data;
using Portal.Features.Identity.Passwords;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Accounts;

/// <summary>Makes Identity's user manager over a use case's own context, so that what it changes shares the transaction of the audit entry.</summary>
internal sealed class AccountUsers(
    IOptions<IdentityOptions> options,
    IPasswordHasher<Account> hasher,
    ILookupNormalizer lookup,
    PasswordRules passwords,
    KeyRing keys,
    IServiceProvider services,
    ILogger<UserManager<Account>> logger)
{
    // The same work as for a real account, so that time does not tell which addresses have one (ASVS 6.3.8).
    private readonly Lazy<string> decoy = new(() => hasher.HashPassword(new Account(), Guid.NewGuid().ToString("N")));

    public UserManager<Account> Over(PortalDbContext db)
    {
        var describer = new IdentityErrorDescriber();
        return new UserManager<Account>(
            new AccountStore(db, keys), options, hasher, [new UserValidator<Account>(describer)], [passwords],
            lookup, describer, services, logger);
    }

    /// <summary>Verifies a password against nobody's hash.</summary>
    public void VerifyDecoy(string password) => hasher.VerifyHashedPassword(new Account(), decoy.Value, password);
}
