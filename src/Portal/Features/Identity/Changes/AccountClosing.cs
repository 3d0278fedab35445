using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Notices;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Desk;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.Recovery;
using Portal.Features.Identity.Sessions;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Notices;

namespace Portal.Features.Identity.Changes;

/// <summary>Closes an account with all that is open or under way for it, in the caller's transaction: the entry, the end of its sessions, the notice.</summary>
internal sealed class AccountClosing(
    SessionBook sessions, RoleBook roles, EmailChanges emails, RecoveryBook recoveries, DeskCodes codes, NoticeBook notices, InvitationAudit audit, TimeProvider clock)
{
    /// <summary>Disables it; <c>false</c> where it was disabled before, and the transaction must be given up.</summary>
    public async Task<bool> CloseAsync(PortalDbContext db, Actor actor, Guid account, DisableReason reason, CancellationToken cancel)
    {
        // One statement decides between two who disable at once.
        DateTimeOffset? now = clock.GetUtcNow();
        var closed = await db.Set<Account>().Where(a => a.Id == account && a.DisabledAt == null).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.DisabledAt, now)
                .SetProperty(a => a.DisabledFor, reason)
                .SetProperty(a => a.ConcurrencyStamp, Guid.NewGuid().ToString()),
            cancel) == 1;
        if (!closed)
        {
            return false;
        }

        await EndAsync(db, actor, account, cancel);
        await audit.DoneAsync(db, actor, AuditAction.Update, account, $"disabled-{reason}", cancel);
        await sessions.EndAllAsync(db, actor, account, except: null, SessionEnding.Disabled, cancel);
        await notices.AddAsync(db, account, reason == DisableReason.Dormant ? NoticeKind.DisabledUnused : NoticeKind.AccountDisabled, cancel);
        return true;
    }

    // What was under way for the account ends with it: enabled again later, nothing that was handed out before opens it.
    private async Task EndAsync(PortalDbContext db, Actor actor, Guid account, CancellationToken cancel)
    {
        await roles.WithdrawAsync(db, actor, account, cancel);
        await emails.WithdrawAsync(db, actor, account, cancel);
        await recoveries.CloseAsync(db.Set<AccountRecovery>().Where(r => r.UnderWayFor == account), RecoveryState.Withdrawn, cancel);
        await codes.CloseAsync(db.Set<DeskCode>().Where(c => c.OpenFor != null && c.AccountId == account), DeskCodeState.Withdrawn, cancel);
    }
}
