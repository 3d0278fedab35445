using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Crypto;

namespace Portal.Features.Identity.Passkeys;

/// <summary>Keeps what a passkey was asked, for a few minutes and one answer, encrypted and on the server: no cookie carries it (ADR 0035).</summary>
internal sealed class PasskeyChallenges(KeyRing keys, TimeProvider clock)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    public static byte[] HashOf(Session session) => SHA256.HashData([.. "session:"u8, .. session.Id.ToByteArray(bigEndian: true)]);

    /// <summary>Writes a question down and throws away those that nobody answered in time.</summary>
    public async Task<Guid> AddAsync(PortalDbContext db, PasskeyUse use, byte[] askedHash, string state, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (oldest, latest) = (now - Lifetime, now + SessionLimits.ClockSlack);
        await db.Set<PasskeyChallenge>().Where(c => c.CreatedAt < oldest || c.CreatedAt > latest).ExecuteDeleteAsync(cancel);
        var row = new PasskeyChallenge
        {
            Id = Guid.NewGuid(), Use = use, AskedHash = askedHash, State = new Protected<string>(state, keys.Of(KeyUse.Sessions)), CreatedAt = now,
        };
        db.Add(row);
        await db.SaveChangesAsync(cancel);
        return row.Id;
    }

    /// <summary>Takes a question out, once; <c>null</c> when it was answered, is too old, or somebody else or something else was asked.</summary>
    public async Task<string?> TakeAsync(PortalDbContext db, PasskeyUse use, byte[] askedHash, Guid ticket, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var (oldest, latest) = (now - Lifetime, now + SessionLimits.ClockSlack);
        var row = await db.Set<PasskeyChallenge>().AsNoTracking().SingleOrDefaultAsync(
            c => c.Id == ticket && c.Use == use && c.AskedHash == askedHash && c.CreatedAt > oldest && c.CreatedAt <= latest, cancel);
        return row is not null && await db.Set<PasskeyChallenge>().Where(c => c.Id == ticket).ExecuteDeleteAsync(cancel) == 1
            ? row.State?.Open(keys.Of(KeyUse.Sessions)).ValueOrDefault
            : null;
    }
}
