using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Recovery;

namespace Portal.Features.Identity.Invitations;

/// <summary>
/// Says whether the yes of a second administrator is waived, because there is nobody to give it (ADR 0017). Who was put out of action within the last days still counts:
/// else one of three could disable the second and give the third a recovery, and act alone from then on (ADR 0048).
/// </summary>
internal sealed class SecondApproval(TimeProvider clock)
{
    /// <summary>How long somebody who was put out of action counts: as long as a colleague has to decide, and to notice.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(72);

    /// <summary>Whether it is waived for a step that concerns nobody in particular.</summary>
    public async Task<bool> IsWaivedAsync(PortalDbContext db, CancellationToken cancel) =>
        await Counting(db).CountAsync(cancel) < Administrators.Enough;

    /// <summary>The same for a step that concerns an account: its person cannot be the second one.</summary>
    public async Task<bool> IsWaivedForAsync(PortalDbContext db, Guid concerned, CancellationToken cancel) =>
        await Counting(db).CountAsync(a => a.Id != concerned, cancel) < Administrators.Enough;

    /// <summary>
    /// The same for a role: never where it is an administrator's who counts. Of two, one would else be alone by one step, with nobody left to notice for whom it waits.
    /// </summary>
    public async Task<bool> IsWaivedForRoleOfAsync(PortalDbContext db, Guid concerned, CancellationToken cancel) =>
        !await Counting(db).AnyAsync(a => a.Id == concerned, cancel) && await IsWaivedForAsync(db, concerned, cancel);

    private IQueryable<Account> Counting(PortalDbContext db)
    {
        var since = clock.GetUtcNow() - Memory;
        return Administrators.All(db).Where(a =>
            (a.DisabledAt == null || a.DisabledAt > since)
            && (a.FactorEnrolledAt != null || db.Set<AccountRecovery>().Any(r => r.AccountId == a.Id && r.TokenHash != null && (r.DecidedAt ?? r.RequestedAt) > since)));
    }
}
