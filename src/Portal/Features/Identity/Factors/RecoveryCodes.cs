using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Factors;

/// <summary>Ten codes of 80 random bits each, written as four groups of four letters.</summary>
internal sealed class RecoveryCodes(KeyRing keys, TimeProvider clock)
{
    public const int Count = 10;

    private const int Size = 10;

    // Stored as HMAC under a key that the database does not hold: at 80 bits a slow hash adds nothing, a stolen database
    // says nothing about the codes, and without a salt one UPDATE can look a code up and use it up.
    private readonly byte[] key = KeyDerivation.Derive(keys.Of(KeyUse.Accounts).Bytes, "recovery-codes");

    /// <summary>Replaces the account's codes and returns the new ones, to be shown once.</summary>
    public async Task<IReadOnlyList<string>> ReplaceAsync(PortalDbContext db, Guid account, CancellationToken cancel)
    {
        await db.Set<RecoveryCode>().Where(c => c.AccountId == account).ExecuteDeleteAsync(cancel);
        string[] codes = [.. Enumerable.Range(0, Count).Select(_ => Base32.Write(RandomNumberGenerator.GetBytes(Size)))];
        db.AddRange(codes.Select(code => new RecoveryCode { Id = Guid.NewGuid(), AccountId = account, Hash = HashOf(account, code) }));
        await db.SaveChangesAsync(cancel);
        return [.. codes.Select(code => Base32.InGroups(code).Replace(' ', '-'))];
    }

    /// <summary>Uses a code up; <c>false</c> when there is none such or it was used before.</summary>
    public async Task<bool> RedeemAsync(PortalDbContext db, Guid account, string code, CancellationToken cancel)
    {
        var hash = HashOf(account, string.Concat(code.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)));
        var now = clock.GetUtcNow();
        return await db.Set<RecoveryCode>()
            .Where(c => c.AccountId == account && c.Hash == hash && c.UsedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancel) == 1;
    }

    private byte[] HashOf(Guid account, string code)
    {
        var mac = new byte[HMACSHA256.HashSizeInBytes];
        Mac.Full(key, Encoding.ASCII.GetBytes($"{account:N}:{code}"), mac);
        return mac;
    }
}
