using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Portal.Data;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.OwnAccount.Typing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Changes;

/// <summary>
/// Deletes new addresses that nobody confirmed in time, and closes invitations whose link nobody used or that nobody decided, and what was typed and never sent, so that names and addresses do not stay in them
/// (GDPR Art. 5(1)(e), ASVS 14.2.7). It looks every hour, on every node; whoever is first does it.
/// </summary>
internal sealed class UnusedLinksJob(PortalDatabase database, InvitationBook invitations, InvitationAudit audit, TimeProvider clock, ILogger<UnusedLinksJob> log)
    : RegularJob(Interval, "Addresses and invitations whose time is over were not forgotten", clock, log)
{
    /// <summary>How long an invitation is listed after its end, so that administrators see that it has to be made again.</summary>
    public static readonly TimeSpan Shown = TimeSpan.FromDays(7);

    /// <summary>How long an invitation waits for a second administrator.</summary>
    public static readonly TimeSpan Undecided = TimeSpan.FromDays(30);

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private static readonly Actor Job = Actor.System("unused-links");

    /// <summary>Forgets all whose time is over; how many.</summary>
    public async Task<int> ForgetAsync(CancellationToken cancel)
    {
        await using var db = database.Open();
        return await ForgetAddressesAsync(db, cancel) + await CloseInvitationsAsync(db, cancel) + await ForgetTypedAsync(db, cancel);
    }

    protected override Task LookAsync(CancellationToken cancel) => ForgetAsync(cancel);

    private async Task<int> ForgetAddressesAsync(PortalDbContext db, CancellationToken cancel)
    {
        var (now, forgotten) = (Clock.GetUtcNow(), 0);
        var over = db.Set<EmailChange>().Where(c => c.ExpiresAt <= now);
        foreach (var account in await over.Select(c => c.AccountId).ToListAsync(cancel))
        {
            forgotten += await OnceAsync(
                db, AuditAction.Update, account, "email-change-expired", () => over.Where(c => c.AccountId == account).ExecuteDeleteAsync(cancel), cancel);
        }

        return forgotten;
    }

    private async Task<int> CloseInvitationsAsync(PortalDbContext db, CancellationToken cancel)
    {
        var (since, asked, closed) = (Clock.GetUtcNow() - Shown, Clock.GetUtcNow() - Undecided, 0);
        var over = db.Set<Invitation>().Where(i =>
            (i.State == InvitationState.Open && i.ExpiresAt <= since) || (i.State == InvitationState.Waiting && i.RequestedAt <= asked));
        foreach (var row in await over.AsNoTracking().ToListAsync(cancel))
        {
            closed += await OnceAsync(
                db, AuditAction.Grant, row.AccountId, $"expired-{row.Role}",
                () => invitations.CloseAsync(over.Where(i => i.Id == row.Id), InvitationState.Expired, cancel), cancel);
        }

        return closed;
    }

    private async Task<int> ForgetTypedAsync(PortalDbContext db, CancellationToken cancel)
    {
        var (since, forgotten) = (Clock.GetUtcNow() - FindTyped.Lifetime, 0);
        var over = db.Set<TypedForm>().Where(f => f.KeptAt <= since);
        foreach (var account in await over.Select(f => f.AccountId).Distinct().ToListAsync(cancel))
        {
            forgotten += await OnceAsync(
                db, AuditAction.Delete, account, "typed-expired", () => over.Where(f => f.AccountId == account).ExecuteDeleteAsync(cancel), cancel);
        }

        return forgotten;
    }

    // Of several nodes one finds the row still there, and its entry is the one that stays.
    private async Task<int> OnceAsync(PortalDbContext db, AuditAction action, Guid account, string reason, Func<Task<int>> forget, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        await audit.DoneAsync(db, Job, action, account, reason, cancel);
        var gone = await forget();
        await (gone > 0 ? transaction.CommitAsync(cancel) : transaction.RollbackAsync(cancel));
        return gone;
    }
}
