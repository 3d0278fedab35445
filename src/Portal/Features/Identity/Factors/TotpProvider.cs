using Microsoft.AspNetCore.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Factors;

/// <summary>Takes the place of Identity's authenticator provider, which accepts five time steps and lets a code be used again.</summary>
internal sealed class TotpProvider(TotpCheck check, KeyRing keys) : IUserTwoFactorTokenProvider<Account>
{
    public Task<bool> CanGenerateTwoFactorTokenAsync(UserManager<Account> manager, Account user) =>
        Task.FromResult(user is { FactorEnrolledAt: not null, ProtectedTotpSecret: not null });

    // The app on the person's phone makes the codes.
    public Task<string> GenerateAsync(string purpose, UserManager<Account> manager, Account user) => Task.FromResult("");

    public async Task<bool> ValidateAsync(string purpose, string token, UserManager<Account> manager, Account user)
    {
        var secret = user.FactorEnrolledAt is null ? null : user.ProtectedTotpSecret?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault;
        return secret is not null && await check.AcceptAsync(user.Id, secret, token, CancellationToken.None);
    }
}
