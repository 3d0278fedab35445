using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Passkeys;

/// <summary>
/// WebAuthn, as ASP.NET Core Identity does it, over a use case's own context. The person is verified by the device in every case (a gesture and a PIN or a
/// finger), which makes a passkey two factors in one step (NIST SP 800-63B-4); the passkey is found without a name being typed; its maker is not asked for.
/// </summary>
internal sealed class PasskeyCeremony(AccountUsers users, PasskeySite site, KeyRing keys)
{
    private const string Required = "required";

    // Identity reads of a request its host and its origin, and both are settled here: there is no request to give it.
    private static readonly HttpContext NoRequest = new DefaultHttpContext();

    private readonly IOptions<IdentityPasskeyOptions> options = Options.Create(new IdentityPasskeyOptions
    {
        ServerDomain = site.Domain,
        AuthenticatorTimeout = PasskeyChallenges.Lifetime,
        UserVerificationRequirement = Required,
        ResidentKeyRequirement = Required,
        AttestationConveyancePreference = "none",
        ValidateOrigin = asked => ValueTask.FromResult(site.IsUsable && asked is { CrossOrigin: false, TopOrigin: null } && asked.Origin == site.Origin),
    });

    /// <summary>The question for a new passkey; those that the account has are named in it, so that a device does not make a second one.</summary>
    public async Task<PasskeyCreationOptionsResult> OfferAsync(PortalDbContext db, Account account)
    {
        using var identity = users.Over(db);
        var key = keys.Of(KeyUse.Accounts);
        var email = account.ProtectedEmail?.Open(key).ValueOrDefault ?? "";
        // What a device lists it by. It goes to the person's own device and nowhere else.
        var person = new PasskeyUserEntity { Id = account.Id.ToString(), Name = email, DisplayName = account.ProtectedName?.Open(key).ValueOrDefault ?? email };
        return await HandlerOver(identity).MakeCreationOptionsAsync(person, NoRequest);
    }

    public async Task<PasskeyAttestationResult> MadeAsync(PortalDbContext db, string state, string credential)
    {
        using var identity = users.Over(db);
        return await HandlerOver(identity).PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = NoRequest, AttestationState = state, CredentialJson = credential });
    }

    /// <summary>The question for a passkey: of one account, or of whoever has one here.</summary>
    public async Task<PasskeyRequestOptionsResult> AskAsync(PortalDbContext db, Account? account)
    {
        using var identity = users.Over(db);
        return await HandlerOver(identity).MakeRequestOptionsAsync(account, NoRequest);
    }

    public async Task<PasskeyAssertionResult<Account>> ShownAsync(PortalDbContext db, string state, string credential)
    {
        using var identity = users.Over(db);
        return await HandlerOver(identity).PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = NoRequest, AssertionState = state, CredentialJson = credential });
    }

    private PasskeyHandler<Account> HandlerOver(UserManager<Account> identity) => new(identity, options);
}
