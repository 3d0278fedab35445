using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.Identity;
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
            .. "identity.invitations:1:"u8, .. Bytes(row.Id), .. Bytes(row.AccountId), .. Bytes((long)row.Role), .. Bytes((long)row.State),
            .. Bytes(row.RequestedBy), .. Bytes(row.DecidedBy), .. Bytes(MillisecondsOf(row.ExpiresAt)),
            .. Field(row.TokenHash), .. Field(lookup.NormalizeEmail(Open(row.ProtectedEmail))), .. Field(Open(row.ProtectedName)),
        ]);

    /// <summary>Whether the row is as the portal wrote it.</summary>
    public bool Holds(Invitation row) => row.Seal is { } seal && Mac.Same(seal, Of(row));

    // Coarser than any database's own time, so that what comes back has the seal of what went in.
    private static long MillisecondsOf(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() ?? 0;

    private string? Open(Protected<string>? cell) => cell?.Open(keys.Of(KeyUse.Accounts)).ValueOrDefault;

    private static byte[] Bytes(Guid? id) => (id ?? Guid.Empty).ToByteArray(bigEndian: true);

    private static byte[] Bytes(long number)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Field(string? text) => Field(text is null ? null : Encoding.UTF8.GetBytes(text));

    // With its length, so that no two rows read the same; nothing has one that no text has.
    private static byte[] Field(byte[]? bytes) => [.. Bytes(bytes?.Length ?? -1L), .. bytes ?? []];
}
