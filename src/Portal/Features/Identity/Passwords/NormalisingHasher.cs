using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Features.Identity.Accounts;

namespace Portal.Features.Identity.Passwords;

/// <summary>Identity's hasher over the normal form of a password. Nothing is cut, and case counts; what is plain ASCII is hashed as it is.</summary>
internal sealed class NormalisingHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<Account>(options)
{
    public override string HashPassword(Account user, string password) => base.HashPassword(user, PasswordText.Normal(password));

    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword) =>
        base.VerifyHashedPassword(user, hashedPassword, PasswordText.Normal(providedPassword));
}
