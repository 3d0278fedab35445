using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Recovery;

/// <summary>The second administrator's no. Whoever opened it withdraws instead; the person concerned says so to an administrator.</summary>
[Needs(Permission.ManageAccounts, Permission.ApproveRoles)]
[NeedsFreshFactor]
public sealed class DeclineRecovery
{
    private readonly PortalDatabase database;
    private readonly ApproverDoor door;
    private readonly FreshFactor fresh;
    private readonly RecoveryBook book;
    private readonly RecoveryNotices notices;
    private readonly InvitationAudit audit;
    private readonly TimeProvider clock;

    internal DeclineRecovery(
        PortalDatabase database, ApproverDoor door, FreshFactor fresh, RecoveryBook book, RecoveryNotices notices, InvitationAudit audit, TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.book = book;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /// <summary>Declines a recovery that waits.</summary>
    /// <returns><see cref="RecoveryOutcome.Closed"/>, <see cref="RecoveryOutcome.Own"/>, or <see cref="RecoveryOutcome.Gone"/>.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor is neither an active administrator nor an active compliance officer.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<RecoveryResult> ForAsync(Actor actor, Guid recovery, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var decider = await door.PassAsync(actor, AuditAction.Credential, cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var waiting = db.Set<AccountRecovery>()
            .Where(r => r.Id == recovery && r.State == RecoveryState.Waiting && r.RequestedBy != decider && r.AccountId != decider);
        var closed = await book.CloseAsync(waiting, RecoveryState.Declined, cancel) == 1;
        if (await db.Set<AccountRecovery>().SingleOrDefaultAsync(r => r.Id == recovery, cancel) is not { } row || !closed)
        {
            await transaction.RollbackAsync(cancel);
            return await RefuseAsync(db, actor, recovery, decider, cancel);
        }

        (row.DecidedBy, row.DecidedAt) = (decider, clock.GetUtcNow());
        await audit.DoneAsync(db, actor, AuditAction.Credential, row.AccountId, "recovery-declined", cancel);
        await notices.DeclinedAsync(db, row.AccountId, cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return new RecoveryResult(RecoveryOutcome.Closed);
    }

    private async Task<RecoveryResult> RefuseAsync(PortalDbContext db, Actor actor, Guid recovery, Guid decider, CancellationToken cancel)
    {
        var row = await db.Set<AccountRecovery>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == recovery, cancel);
        var isOwn = row?.State == RecoveryState.Waiting && (row.RequestedBy == decider || row.AccountId == decider);
        return await book.GoneAsync(actor, row, isOwn ? RecoveryBook.Own : null, cancel);
    }
}
