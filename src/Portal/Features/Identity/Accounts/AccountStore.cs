using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Passkeys;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Accounts;

/// <summary>
/// Identity's EF store with its open places closed: e-mail and user name go through the encrypted column, and nothing is
/// written to the token table, where the stock store would put the authenticator key and the recovery codes as plain text.
/// </summary>
internal sealed class AccountStore(PortalDbContext db, KeyRing keys)
    : UserStore<Account, IdentityRole<Guid>, PortalDbContext, Guid, IdentityUserClaim<Guid>, AccountRole,
        IdentityUserLogin<Guid>, IdentityUserToken<Guid>, IdentityRoleClaim<Guid>, AccountPasskey>(db)
{
    private const string NotHere = "Factors, passkeys and recovery codes are kept by the use cases of this feature, encrypted and hashed.";

    public override Task<string?> GetEmailAsync(Account user, CancellationToken cancellationToken = default) => Task.FromResult(EmailOf(user));

    public override Task<string?> GetUserNameAsync(Account user, CancellationToken cancellationToken = default) => Task.FromResult(EmailOf(user));

    public override Task SetEmailAsync(Account user, string? email, CancellationToken cancellationToken = default)
    {
        user.ProtectedEmail = email is null ? null : new Protected<string>(email, keys.Of(KeyUse.Accounts));
        return Task.CompletedTask;
    }

    // The user name is the e-mail.
    public override Task SetUserNameAsync(Account user, string? userName, CancellationToken cancellationToken = default) =>
        SetEmailAsync(user, userName, cancellationToken);

    public override Task SetTokenAsync(Account user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        throw new NotSupportedException(NotHere);

    public override Task SetAuthenticatorKeyAsync(Account user, string key, CancellationToken cancellationToken) =>
        throw new NotSupportedException(NotHere);

    public override Task ReplaceCodesAsync(Account user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        throw new NotSupportedException(NotHere);

    protected override Task AddUserTokenAsync(IdentityUserToken<Guid> token) => throw new NotSupportedException(NotHere);

    public override Task AddOrUpdatePasskeyAsync(Account user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        throw new NotSupportedException(NotHere);

    public override Task RemovePasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken) =>
        throw new NotSupportedException(NotHere);

    // What was written past the portal is none.
    public override async Task<UserPasskeyInfo?> FindPasskeyAsync(Account user, byte[] credentialId, CancellationToken cancellationToken)
    {
        var row = await Context.Set<AccountPasskey>().AsNoTracking()
            .SingleOrDefaultAsync(p => p.UserId == user.Id && p.CredentialId == credentialId, cancellationToken);
        return row is not null && PasskeyBook.Holds(row, keys) ? await base.FindPasskeyAsync(user, credentialId, cancellationToken) : null;
    }

    private string? EmailOf(Account user) => user.ProtectedEmail?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault;
}
