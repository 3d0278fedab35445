using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Recovery;

/// <summary>
/// Takes a recovery back: one's own while it waits, any one whose link was not used yet. The link opens nothing from then on; credentials that were taken away stay
/// away, so that another recovery is the way back.
/// </summary>
[Needs(Permission.ManageAccounts)]
[NeedsFreshFactor]
public sealed class WithdrawRecovery
{
    private readonly PortalDatabase database;
    private readonly AdministratorDoor door;
    private readonly FreshFactor fresh;
    private readonly RecoveryBook book;
    private readonly RecoveryNotices notices;
    private readonly InvitationAudit audit;

    internal WithdrawRecovery(
        PortalDatabase database, AdministratorDoor door, FreshFactor fresh, RecoveryBook book, RecoveryNotices notices, InvitationAudit audit)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.book = book;
        this.notices = notices;
        this.audit = audit;
    }

    /// <summary>Withdraws a recovery.</summary>
    /// <returns><see cref="RecoveryOutcome.Closed"/>, or <see cref="RecoveryOutcome.Gone"/> where there was nothing for this administrator to withdraw.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no active administrator.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<RecoveryResult> ForAsync(Actor actor, Guid recovery, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var administrator = await door.PassAsync(actor, AuditAction.Credential, cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var mine = db.Set<AccountRecovery>().Where(r => r.Id == recovery && r.AccountId != administrator
            && (r.State == RecoveryState.Open || (r.State == RecoveryState.Waiting && r.RequestedBy == administrator)));
        var closed = await book.CloseAsync(mine, RecoveryState.Withdrawn, cancel) == 1;
        var row = await db.Set<AccountRecovery>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == recovery, cancel);
        if (!closed)
        {
            await transaction.RollbackAsync(cancel);
            return await book.GoneAsync(actor, row, row?.State == RecoveryState.Waiting ? "recovery-of-another" : null, cancel);
        }

        await audit.DoneAsync(db, actor, AuditAction.Credential, row!.AccountId, "recovery-withdrawn", cancel);
        // Only one that was confirmed has had a link.
        await (row.TokenHash is null ? notices.DeclinedAsync(db, row.AccountId, cancel) : notices.WithdrawnAsync(db, row.AccountId, cancel));
        await transaction.CommitAsync(cancel);
        return new RecoveryResult(RecoveryOutcome.Closed);
    }
}
