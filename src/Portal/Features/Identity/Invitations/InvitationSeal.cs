using Microsoft.AspNetCore.Identity;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Invitations;

/// <summary>
/// Seals invitations that are under way (ADR 0022): a row that somebody wrote or changed past the portal is approved by nobody and its link opens
/// nothing, so that SQL alone makes no administrator.
/// </summary>
internal sealed class InvitationSeal(KeyRing keys, ILookupNormalizer lookup)
{
    /// <summary>The seal over everything that decides who becomes what, and when. A step that changes any of it seals anew.</summary>
    public byte[] Of(Invitation row) => Mac.Short(
        keys.Of(KeyUse.RowSeals).Bytes,
        [
            .. "identity.invitations:1:"u8, .. SealBytes.Of(row.Id), .. SealBytes.Of(row.AccountId), .. SealBytes.Of((long)row.Role), .. SealBytes.Of((long)row.State),
            .. SealBytes.Of(row.RequestedBy), .. SealBytes.Of(row.DecidedBy), .. SealBytes.Of(row.ExpiresAt),
            .. SealBytes.Field(row.TokenHash), .. SealBytes.Field(lookup.NormalizeEmail(Open(row.ProtectedEmail))), .. SealBytes.Field(Open(row.ProtectedName)),
        ]);

    /// <summary>Whether the row is as the portal wrote it.</summary>
    public bool Holds(Invitation row) => row.Seal is { } seal && Mac.Same(seal, Of(row));

    private string? Open(Protected<string>? cell) => cell?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault;
}
