using System.Buffers.Binary;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Passkeys;

/// <summary>Makes, reads and seals the rows of passkeys. What a device proves once, such as its maker, is not kept: nothing here asks for it.</summary>
internal sealed class PasskeyBook(KeyRing keys, TimeProvider clock)
{
    /// <summary>How many an account may have: enough for every device of a person, too few to hide one among.</summary>
    public const int Most = 10;

    public const int NameLength = 60;

    /// <summary>The row of a new passkey; the caller adds it in the transaction of its audit entry.</summary>
    public AccountPasskey New(Guid account, UserPasskeyInfo made, string name)
    {
        var row = new AccountPasskey
        {
            Id = Guid.NewGuid(),
            CredentialId = made.CredentialId,
            UserId = account,
            Name = NameOf(name),
            Data = new IdentityPasskeyData
            {
                PublicKey = made.PublicKey,
                CreatedAt = clock.GetUtcNow(),
                SignCount = made.SignCount,
                Transports = made.Transports,
                IsUserVerified = made.IsUserVerified,
                IsBackupEligible = made.IsBackupEligible,
                IsBackedUp = made.IsBackedUp,
                AttestationObject = [],
                ClientDataJson = [],
            },
        };
        row.Seal = SealOf(row, keys);
        return row;
    }

    public Protected<string> NameOf(string name) => new(name.Trim(), keys.Of(KeyUse.Accounts));

    /// <summary>Notes that it was used: when, and what its device now counts. <c>false</c> when another use went ahead; the caller must not commit.</summary>
    public async Task<bool> UsedAsync(PortalDbContext db, UserPasskeyInfo used, CancellationToken cancel)
    {
        var row = await db.Set<AccountPasskey>().SingleOrDefaultAsync(p => p.CredentialId == used.CredentialId, cancel);
        if (row is null || !Holds(row, keys))
        {
            return false;
        }

        (row.Data.SignCount, row.Data.IsBackedUp, row.LastUsedAt) = (used.SignCount, used.IsBackedUp, clock.GetUtcNow());
        row.Seal = SealOf(row, keys);
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateConcurrencyException)
        {
            return false;
        }
    }

    /// <summary>The passkeys of an account, the oldest first.</summary>
    public async Task<IReadOnlyList<PasskeyItem>> OfAsync(PortalDbContext db, Guid account, CancellationToken cancel)
    {
        var rows = await db.Set<AccountPasskey>().AsNoTracking().Where(p => p.UserId == account).ToListAsync(cancel);
        return [.. rows.Select(ItemOf).OrderBy(item => item.AddedAt)];
    }

    /// <summary>Whether a row is as the portal wrote it.</summary>
    public static bool Holds(AccountPasskey row, KeyRing keys) => Mac.Same(row.Seal, SealOf(row, keys));

    private PasskeyItem ItemOf(AccountPasskey row) => new(
        row.Id, row.Name?.Open(keys.Of(KeyUse.Accounts)) ?? default, row.Data.CreatedAt, row.LastUsedAt, row.Data.IsBackedUp);

    private static byte[] SealOf(AccountPasskey row, KeyRing keys)
    {
        var length = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, row.CredentialId.Length);
        return Mac.Short(
            keys.Of(KeyUse.RowSeals).Bytes,
            [
                .. "identity.passkeys:1:"u8, .. row.Id.ToByteArray(bigEndian: true), .. row.UserId.ToByteArray(bigEndian: true),
                .. length, .. row.CredentialId, .. Encoding.UTF8.GetBytes(AccountPasskeyMap.Write(row.Data)),
            ]);
    }
}
