using System.Security.Cryptography;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Factors;

/// <summary>Offers a secret for an authenticator app within one session. It waits in the session's row and opens nothing until a code of it was confirmed.</summary>
internal sealed class TotpOffers(KeyRing keys)
{
    /// <summary>Puts a new secret into the row unless one waits there; the caller saves.</summary>
    public void Begin(Session session) =>
        session.OfferedSecret ??= new Protected<byte[]>(RandomNumberGenerator.GetBytes(Totp.SecretSize), keys.Of(KeyUse.Sessions));

    /// <summary>The secret that waits; <c>null</c> where there is none, or it is damaged.</summary>
    public byte[]? SecretOf(Session session) => session.OfferedSecret?.Open(keys.Of(KeyUse.Sessions)).ValueOrDefault;

    /// <summary>The offer as the person sees it.</summary>
    public TotpOffer? Of(Session session, Account account)
    {
        if (SecretOf(session) is not { } secret)
        {
            return null;
        }

        // The Key URI format that authenticator apps share: the label is what the person sees in the list.
        var text = Base32.Write(secret);
        var label = Uri.EscapeDataString(account.ProtectedEmail?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault ?? "");
        return new TotpOffer(Base32.InGroups(text), $"otpauth://totp/Portal:{label}?secret={text}&issuer=Portal&algorithm=SHA1&digits=6&period=30");
    }
}
