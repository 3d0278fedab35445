using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Portal.Data;
using Portal.Features.Identity.Accounts;

namespace Portal.Features.Identity.Passkeys;

/// <summary>A passkey that was shown, or why it was refused.</summary>
/// <param name="Account">Whose it is, or whom the answer names.</param>
/// <param name="Passkey">What to write down about it; <c>null</c> when refused.</param>
/// <param name="Refusal">The audit's code; <c>null</c> when it is right.</param>
internal sealed record PasskeyProven(Guid? Account, UserPasskeyInfo? Passkey, string? Refusal);

/// <summary>
/// Verifies a shown passkey. Its signature cannot be guessed, so that tries are not counted, and the lock of passwords and codes does not hold for it: who locks somebody's
/// password by wrong tries shuts nobody out who has a passkey, and who shows wrong passkeys locks nobody's password (ADR 0035).
/// </summary>
internal sealed class PasskeyProof(PasskeyCeremony ceremony)
{
    /// <summary>For somebody who is nobody yet: the answer names the account.</summary>
    public async Task<PasskeyProven> OfWhoeverAsync(PortalDbContext db, string state, string credential, CancellationToken cancel)
    {
        var handle = HandleOf(credential);
        if (Guid.TryParse(handle, out var account) && await db.Set<Account>().FindAsync([account], cancel) is not null)
        {
            return await OfAsync(db, account, state, credential);
        }

        return new PasskeyProven(null, null, "unknown-passkey");
    }

    /// <summary>For the person of a session: the question was put to this account's passkeys alone.</summary>
    public async Task<PasskeyProven> OfAsync(PortalDbContext db, Guid account, string state, string credential)
    {
        var shown = await ceremony.ShownAsync(db, state, credential);
        return shown.Succeeded ? new PasskeyProven(shown.User.Id, shown.Passkey, null) : new PasskeyProven(account, null, PasskeyRefusals.Of(shown.Failure));
    }

    // Only to know whose try it is; Identity reads and judges the answer itself.
    private static string HandleOf(string credential)
    {
        try
        {
            using var json = JsonDocument.Parse(credential);
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(json.RootElement.GetProperty("response").GetProperty("userHandle").GetString()));
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return "";
        }
    }
}
