using FluentValidation;
using FluentValidation.Results;
using Microsoft.AspNetCore.Identity;
using Portal.Data;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Accounts;

/// <summary>Writes the rows of a new account, in the caller's transaction: the account, its role, its counter of tries.</summary>
internal sealed class NewAccountWriter(AccountUsers users, HeldRoles roles, KeyRing keys, TimeProvider clock)
{
    /// <summary><c>false</c> when the address has an account already.</summary>
    /// <exception cref="ValidationException">The password is not taken; each message is a sentence.</exception>
    public async Task<bool> AddAsync(PortalDbContext db, NewAccount person, CancellationToken cancel)
    {
        using var identity = users.Over(db);
        var made = await identity.CreateAsync(EntityOf(person), person.Password);
        if (!made.Succeeded)
        {
            return made.Errors.All(IsDuplicate) ? false : throw new ValidationException(made.Errors.Select(e => new ValidationFailure(e.Code, e.Description)));
        }

        db.Add(roles.New(person.Id.Value, person.Role));
        db.Add(new SignInCounter { AccountId = person.Id.Value });
        await db.SaveChangesAsync(cancel);
        return true;
    }

    public Account EntityOf(NewAccount person)
    {
        var (key, now) = (keys.Of(KeyUse.Accounts), clock.GetUtcNow());
        return new Account
        {
            Id = person.Id.Value,
            ProtectedEmail = new Protected<string>(person.Email.Trim(), key),
            ProtectedName = new Protected<string>(person.Name.Trim(), key),
            PatientId = person.Patient,
            CreatedAt = now,
            EmailConfirmed = true,
            ProtectedTotpSecret = person.TotpSecret is { } secret ? new Protected<byte[]>(secret, key) : null,
            FactorEnrolledAt = person.TotpSecret is null ? null : now,
        };
    }

    private static bool IsDuplicate(IdentityError error) =>
        error.Code is nameof(IdentityErrorDescriber.DuplicateEmail) or nameof(IdentityErrorDescriber.DuplicateUserName);
}
