using Microsoft.AspNetCore.Identity;

namespace Portal.Features.Identity.Passkeys;

/// <summary>
/// The codes that audit entries carry for what Identity found wrong. It tells by sentences alone; a sentence that is not known here, or is worded anew by a later
/// version, is refused all the same and written down as <c>wrong-passkey</c>.
/// </summary>
internal static class PasskeyRefusals
{
    public const string Malformed = "malformed-passkey";

    public const string NoQuestion = "passkey-not-asked";

    public const string UsedAtOnce = "passkey-used-at-once";

    private static readonly (string Part, string Code)[] Known =
    [
        ("signature counter", "passkey-counter"),
        ("invalid origin", "passkey-origin"),
        ("Relying Party", "passkey-site"),
        ("'UserVerified'", "passkey-unverified"),
        ("does not match original challenge", "passkey-challenge"),
        ("does not belong to the specified user", "unknown-passkey"),
        ("already registered", "passkey-known"),
    ];

    public static string Of(PasskeyException? failure) =>
        Known.FirstOrDefault(known => failure?.Message.Contains(known.Part, StringComparison.Ordinal) == true).Code ?? "wrong-passkey";
}
