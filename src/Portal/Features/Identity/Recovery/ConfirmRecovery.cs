using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Recovery;

/// <summary>
/// The second administrator's yes: what opened the account opens nothing from then on, its sessions end, and there is a link for its person. Neither the one who
/// opened the recovery nor the person concerned may give it.
/// </summary>
[Needs(Permission.ManageAccounts, Permission.ApproveRoles)]
[NeedsFreshFactor]
public sealed class ConfirmRecovery
{
    private readonly PortalDatabase database;
    private readonly ApproverDoor door;
    private readonly FreshFactor fresh;
    private readonly RecoveryBook book;
    private readonly CredentialReset reset;
    private readonly RecoveryNotices notices;
    private readonly InvitationAudit audit;
    private readonly TimeProvider clock;

    internal ConfirmRecovery(
        PortalDatabase database, ApproverDoor door, FreshFactor fresh, RecoveryBook book, CredentialReset reset, RecoveryNotices notices, InvitationAudit audit,
        TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.book = book;
        this.reset = reset;
        this.notices = notices;
        this.audit = audit;
        this.clock = clock;
    }

    /// <summary>Confirms a recovery.</summary>
    /// <returns><see cref="RecoveryOutcome.Ready"/> with the link, <see cref="RecoveryOutcome.Own"/> or <see cref="RecoveryOutcome.Gone"/>.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor is neither an active administrator nor an active compliance officer.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<RecoveryResult> ForAsync(Actor actor, Guid recovery, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var decider = await door.PassAsync(actor, AuditAction.Credential, cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        var asked = await db.Set<AccountRecovery>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == recovery, cancel);
        if (asked is null || asked.RequestedBy == decider || asked.AccountId == decider)
        {
            return await book.GoneAsync(actor, asked, asked is null ? null : RecoveryBook.Own, cancel);
        }

        return book.RefusalToDecide(asked) is { } refusal
            ? await book.GoneAsync(actor, asked, refusal, cancel)
            : await ConfirmAsync(db, actor, asked, decider, cancel);
    }

    private async Task<RecoveryResult> ConfirmAsync(PortalDbContext db, Actor actor, AccountRecovery asked, Guid decider, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Whoever asked and whoever decides are administrators at this moment: what one asked for whose account was taken away is nobody's request.
        if (!await Administrators.TakeTurnAsync(db, decider, actor.Role, cancel) || !await Administrators.IsActiveAsync(db, asked.RequestedBy, cancel))
        {
            await transaction.RollbackAsync(cancel);
            return await book.GoneAsync(actor, asked, InvitationAudit.NobodysRequest, cancel);
        }

        (asked.DecidedBy, asked.DecidedAt) = (decider, clock.GetUtcNow());
        var link = book.Open(asked);
        if (await OpenAsync(db, asked, cancel) != 1)
        {
            await transaction.RollbackAsync(cancel);
            return await book.GoneAsync(actor, asked, null, cancel);
        }

        await audit.DoneAsync(db, actor, AuditAction.Credential, asked.AccountId, "recovery-confirmed", cancel);
        await notices.ConfirmedAsync(db, asked.AccountId, [], cancel);
        if (!await reset.TakeAwayAsync(db, actor, asked.AccountId, cancel))
        {
            await transaction.RollbackAsync(cancel);
            return await book.GoneAsync(actor, asked, "account-disabled", cancel);
        }

        await transaction.CommitAsync(cancel);
        return new RecoveryResult(RecoveryOutcome.Ready, link);
    }

    // One statement decides between parallel administrators, and holds once more that three people are in it.
    private static Task<int> OpenAsync(PortalDbContext db, AccountRecovery opened, CancellationToken cancel) =>
        db.Set<AccountRecovery>()
            .Where(r => r.Id == opened.Id && r.State == RecoveryState.Waiting && r.RequestedBy != opened.DecidedBy && r.AccountId != opened.DecidedBy)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(r => r.State, opened.State)
                    .SetProperty(r => r.TokenHash, opened.TokenHash)
                    .SetProperty(r => r.ExpiresAt, opened.ExpiresAt)
                    .SetProperty(r => r.DecidedBy, opened.DecidedBy)
                    .SetProperty(r => r.DecidedAt, opened.DecidedAt)
                    .SetProperty(r => r.Seal, opened.Seal),
                cancel);
}
