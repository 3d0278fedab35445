using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity.Devices;

/// <summary>
/// Knows browsers again by a random token in a cookie, and tells a person of a sign-in with one that the account was never used with (ASVS 6.3.5, ADR 0042).
/// It opens nothing: a stolen token only keeps a notice back.
/// </summary>
internal sealed class KnownDevices(NoticeBook notices, Places places, TimeProvider clock)
{
    /// <summary>After so long unused a browser counts as new; browsers themselves keep a cookie no longer.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    /// <summary>Those of all accounts that count no longer on a day.</summary>
    public static IQueryable<KnownDevice> Old(PortalDbContext db, DateTimeOffset today) => db.Set<KnownDevice>().Where(d => d.LastSeenAt < today - Kept);

    /// <summary>A session was opened: in the caller's transaction, which holds the entry of the sign-in.</summary>
    public async Task SeenAsync(PortalDbContext db, Origin origin, Session session, CancellationToken cancel)
    {
        var (account, now) = (session.AccountId, clock.GetUtcNow());
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        var hash = origin.Device is { Length: > 0 } token ? HashOf(token, account) : null;
        var isKnown = hash is not null && await TouchAsync(db, account, hash, today, cancel);
        // The very first sign-in is no news; a browser that gives no token is always new. Asked before what tells of an earlier one is deleted.
        var isFirst = !isKnown && await IsFirstAsync(db, session, now - SessionsJob.Kept, cancel);
        await Old(db, today).Where(d => d.AccountId == account).ExecuteDeleteAsync(cancel);
        if (isKnown)
        {
            return;
        }

        if ((hash is null || await AddAsync(db, new KnownDevice { AccountId = account, TokenHash = hash, LastSeenAt = today }, cancel)) && !isFirst)
        {
            await notices.AddAsync(db, account, NoticeKind.NewDevice, new NoticeAlso([], WordsOf(origin)), cancel);
        }
    }

    private static async Task<bool> TouchAsync(PortalDbContext db, Guid account, byte[] hash, DateTimeOffset today, CancellationToken cancel) =>
        await db.Set<KnownDevice>().Where(d => d.AccountId == account && d.TokenHash == hash && d.LastSeenAt >= today - Kept)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.LastSeenAt, today), cancel) == 1;

    // false where another sign-in of the same browser was quicker: that one tells of it. The context's own savepoint keeps the transaction going.
    private static async Task<bool> AddAsync(PortalDbContext db, KnownDevice device, CancellationToken cancel)
    {
        var row = db.Add(device);
        try
        {
            await db.SaveChangesAsync(cancel);
            return true;
        }
        catch (DbUpdateException taken) when (Clash.IsDuplicate(taken))
        {
            row.State = EntityState.Detached;
            return false;
        }
    }

    // Sessions are deleted some months after they ended, browsers later or by a recovery, which leaves its notice: each tells that somebody was here before.
    // So does a factor that was enrolled before the oldest session that is kept: whoever enrols is in.
    private static async Task<bool> IsFirstAsync(PortalDbContext db, Session session, DateTimeOffset oldest, CancellationToken cancel) =>
        !await db.Set<KnownDevice>().AnyAsync(d => d.AccountId == session.AccountId, cancel)
        && !await db.Set<Session>().AnyAsync(s => s.AccountId == session.AccountId && s.Stage == SessionStage.Full && s.Id != session.Id, cancel)
        && !await db.Set<Notice>().AnyAsync(n => n.AccountId == session.AccountId && n.Kind == NoticeKind.RecoveryConfirmed, cancel)
        && !await db.Set<Account>().AnyAsync(a => a.Id == session.AccountId && a.FactorEnrolledAt < oldest, cancel);

    // With the account, so that rows of two accounts do not tell that they share a browser.
    private static byte[] HashOf(string token, Guid account) => SHA256.HashData(Encoding.UTF8.GetBytes($"{account:N}:{token}"));

    private string? WordsOf(Origin origin)
    {
        var words = BrowserWords.Of(origin.UserAgent);
        var known = new[] { words.Browser, words.System, places.NameOf(origin.Ip) }.OfType<string>().ToList();
        return known.Count == 0 ? null : string.Join(", ", known);
    }
}
