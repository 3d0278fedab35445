using System.Security.Cryptography;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Factors;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity;

/// <summary>Offers a secret to a person whose account has no factor yet. Asked again in the same sign-in, it offers the same one.</summary>
[OpenToAll("whoever signs in is nobody yet")]
public sealed class BeginTotpEnrolment
{
    private readonly PortalDatabase database;
    private readonly SessionBook sessions;
    private readonly KeyRing keys;

    internal BeginTotpEnrolment(PortalDatabase database, SessionBook sessions, KeyRing keys)
    {
        this.database = database;
        this.sessions = sessions;
        this.keys = keys;
    }

    /// <summary>The offer for the waiting session of a token, or <c>null</c> when there is none: start again.</summary>
    /// <remarks>Nothing about the account changes yet, so there is no audit entry; completing it writes one.</remarks>
    public async Task<TotpOffer?> ForAsync(Actor actor, string? token, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var db = database.Open();
        if (await sessions.FindAsync(db, token, SessionStage.AwaitingEnrolment, cancel) is not (var waiting, var account))
        {
            return null;
        }

        var key = keys.Of(KeyUse.Sessions);
        if (waiting.OfferedSecret is null)
        {
            waiting.OfferedSecret = new Protected<byte[]>(RandomNumberGenerator.GetBytes(Totp.SecretSize), key);
            await db.SaveChangesAsync(cancel);
        }

        return OfferOf(account, waiting.OfferedSecret.Open(key).ValueOrDefault);
    }

    private TotpOffer? OfferOf(Account account, byte[]? secret)
    {
        if (secret is null)
        {
            return null;
        }

        // The Key URI format that authenticator apps share: the label is what the person sees in the list.
        var text = Base32.Write(secret);
        var label = Uri.EscapeDataString(account.ProtectedEmail?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault ?? "");
        return new TotpOffer(Base32.InGroups(text), $"otpauth://totp/Portal:{label}?secret={text}&issuer=Portal&algorithm=SHA1&digits=6&period=30");
    }
}
