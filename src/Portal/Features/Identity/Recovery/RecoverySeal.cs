using Portal.Features.Identity.Accounts;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Recovery;

/// <summary>Seals recoveries that are under way, as <see cref="Invitations.InvitationSeal"/> does (ADR 0022): SQL alone gives nobody a way into an account.</summary>
internal sealed class RecoverySeal(KeyRing keys)
{
    /// <summary>The seal over everything that decides. A step that changes any of it seals anew.</summary>
    public byte[] Of(AccountRecovery row) => Mac.Short(
        keys.Of(KeyUse.RowSeals).Bytes,
        [
            .. "identity.recoveries:1:"u8, .. SealBytes.Of(row.Id), .. SealBytes.Of(row.AccountId), .. SealBytes.Of((long)row.Reason), .. SealBytes.Of((long)row.State),
            .. SealBytes.Of(row.RequestedBy), .. SealBytes.Of(row.RequestedAt), .. SealBytes.Of(row.DecidedBy), .. SealBytes.Of(row.ExpiresAt),
            .. SealBytes.Field(row.TokenHash),
        ]);

    /// <summary>Whether the row is as the portal wrote it.</summary>
    public bool Holds(AccountRecovery row) => row.Seal is { } seal && Mac.Same(seal, Of(row));
}
