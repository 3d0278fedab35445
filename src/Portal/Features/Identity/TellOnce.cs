using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.Identity.Accounts;
using Portal.Kernel.Access;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity;

/// <summary>
/// Tells everybody active of one role something about the portal itself: each person once for one occasion, whichever nodes see it and however often, because the
/// notice's id is made of occasion and person.
/// </summary>
internal sealed class TellOnce(PortalDatabase database, NoticeBook notices, IdentityAudit audit)
{
    /// <summary>Tells those who were not told yet; how many were told now. One who cannot be told keeps nobody else from it; the first failure comes at the end.</summary>
    /// <param name="job">The job.</param>
    /// <param name="role">Who is told.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="occasion">What tells it from others of its kind; the same on every node.</param>
    /// <param name="words">What the notice says.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<int> ForAsync(Actor job, Role role, NoticeKind kind, string occasion, string words, CancellationToken cancel)
    {
        var told = 0;
        ExceptionDispatchInfo? failed = null;
        foreach (var (account, notice) in await UntoldAsync(role, occasion, cancel))
        {
            try
            {
                told += await TellAsync(job, account, kind, new NoticeAlso([], words, notice), cancel) ? 1 : 0;
            }
            catch (Exception failure) when (!cancel.IsCancellationRequested)
            {
                failed ??= ExceptionDispatchInfo.Capture(failure);
            }
        }

        failed?.Throw();
        return told;
    }

    /// <summary>Tells one person, once for one occasion; whether it was now.</summary>
    public async Task<bool> OneAsync(Actor job, Guid account, NoticeKind kind, string occasion, string words, CancellationToken cancel, Guid? about = null)
    {
        var notice = IdOf(occasion, account);
        await using (var db = database.Open())
        {
            if (await db.Set<Notice>().AnyAsync(n => n.Id == notice, cancel))
            {
                return false;
            }
        }

        return await TellAsync(job, account, kind, new NoticeAlso([], words, notice, about), cancel);
    }

    private async Task<List<(Guid Account, Guid Notice)>> UntoldAsync(Role role, string occasion, CancellationToken cancel)
    {
        await using var db = database.Open();
        var id = AccountRoles.IdOf(role);
        var people = await db.Set<Account>()
            .Where(a => a.DisabledAt == null && a.FactorEnrolledAt != null && db.Set<AccountRole>().Any(r => r.UserId == a.Id && r.RoleId == id))
            .Select(a => a.Id).ToListAsync(cancel);
        var all = people.Select(account => (Account: account, Notice: IdOf(occasion, account))).ToList();
        var ids = all.Select(one => one.Notice).ToList();
        var there = await db.Set<Notice>().Where(n => ids.Contains(n.Id)).Select(n => n.Id).ToListAsync(cancel);
        return [.. all.Where(one => !there.Contains(one.Notice))];
    }

    private async Task<bool> TellAsync(Actor job, Guid account, NoticeKind kind, NoticeAlso also, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.StateToldAsync(db, job, account, kind, cancel);
        try
        {
            await notices.AddAsync(db, account, kind, also, cancel);
        }
        catch (DbUpdateException twice) when (Clash.IsDuplicate(twice))
        {
            return false; // another node was quicker
        }

        await transaction.CommitAsync(cancel);
        return true;
    }

    private static Guid IdOf(string occasion, Guid account) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{occasion}:{account:N}")).AsSpan(0, 16));
}
