using Portal.Features.Identity.Accounts;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Desk;

/// <summary>Seals open codes (ADR 0022): a row that somebody wrote or turned to another patient by SQL opens nothing. The count of tries is outside of it.</summary>
internal sealed class DeskCodeSeal(KeyRing keys)
{
    /// <summary>The seal over everything that decides. A step that changes any of it seals anew.</summary>
    public byte[] Of(DeskCode row) => Mac.Short(
        keys.Of(KeyUse.RowSeals).Bytes,
        [
            .. "identity.desk_codes:1:"u8, .. SealBytes.Of(row.Id), .. SealBytes.Of(row.PatientId.Value), .. SealBytes.Of(row.AccountId), .. SealBytes.Of((long)row.Kind),
            .. SealBytes.Of((long)row.State), .. SealBytes.Of((long)row.Document), .. SealBytes.Of(row.MadeBy), .. SealBytes.Of(row.MadeAt), .. SealBytes.Of(row.ExpiresAt),
            .. SealBytes.Field(row.CodeHash), .. SealBytes.Field(row.BirthHash), .. SealBytes.Field(row.ProofHash), .. SealBytes.Of(row.ProofUntil),
            .. SealBytes.Field(Open(row.ProtectedName)), .. SealBytes.Field(Open(row.ProtectedAddresses)),
        ]);

    /// <summary>Whether the row is as the portal wrote it.</summary>
    public bool Holds(DeskCode row) => row.Seal is { } seal && Mac.Same(seal, Of(row));

    private string? Open(Protected<string>? cell) => cell?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault;
}
