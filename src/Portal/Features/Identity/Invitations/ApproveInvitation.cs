using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>The yes of the other side (decision 0100): only then there is a link (45 CFR 164.308(a)(4): grant with approver).</summary>
[Needs(Permission.ManageAccounts, Permission.ApproveRoles)]
[NeedsFreshFactor]
public sealed class ApproveInvitation
{
    private readonly PortalDatabase database;
    private readonly ApproverDoor door;
    private readonly FreshFactor fresh;
    private readonly InvitationBook book;
    private readonly InvitationAudit audit;
    private readonly OtherSide side;
    private readonly TimeProvider clock;

    internal ApproveInvitation(PortalDatabase database, ApproverDoor door, FreshFactor fresh, InvitationBook book, InvitationAudit audit, OtherSide side, TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.book = book;
        this.audit = audit;
        this.side = side;
        this.clock = clock;
    }

    /// <summary>Approves an invitation.</summary>
    /// <returns><see cref="InvitationOutcome.Ready"/> with the link, <see cref="InvitationOutcome.Own"/>, <see cref="InvitationOutcome.OtherSide"/> or <see cref="InvitationOutcome.Gone"/>.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor is neither an active administrator nor an active compliance officer.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<InvitationResult> ForAsync(Actor actor, Guid invitation, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var approver = await door.PassAsync(actor, AuditAction.Grant, cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        if (await db.Set<Invitation>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == invitation, cancel) is not { } asked)
        {
            return await audit.GoneAsync(db, actor, invitation, cancel);
        }

        if (asked.RequestedBy == approver)
        {
            await audit.RefusedAsync(actor, AuditAction.Grant, asked.AccountId, "own-invitation", cancel);
            return new InvitationResult(InvitationOutcome.Own);
        }

        // What somebody wrote past the portal must not become sound by an approval.
        if (asked.State == InvitationState.Waiting && !book.IsSound(asked))
        {
            await audit.RefusedAsync(actor, AuditAction.Grant, asked.AccountId, InvitationAudit.Damaged, cancel);
            return new InvitationResult(InvitationOutcome.Gone);
        }

        return await DecideAsync(db, actor, asked, approver, cancel);
    }

    private async Task<InvitationResult> DecideAsync(PortalDbContext db, Actor actor, Invitation asked, Guid approver, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        // Whoever asked and whoever decides are administrators at this moment, now that nobody else changes one.
        if (!await Administrators.TakeTurnAsync(db, approver, actor.Role, cancel)
            || (asked.RequestedBy is { } requester && !await Administrators.IsActiveAsync(db, requester, cancel)))
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, AuditAction.Grant, asked.AccountId, InvitationAudit.NobodysRequest, cancel);
            return new InvitationResult(InvitationOutcome.Gone);
        }

        if (!await side.MayAsync(db, actor, asked.AccountId, cancel))
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, AuditAction.Grant, asked.AccountId, OtherSide.Reason, cancel);
            return new InvitationResult(InvitationOutcome.OtherSide);
        }

        (asked.DecidedBy, asked.DecidedAt) = (approver, clock.GetUtcNow());
        var link = book.Open(asked, InvitationBook.Lifetime);
        if (await OpenAsync(db, asked, cancel) != 1)
        {
            await transaction.RollbackAsync(cancel);
            return await audit.GoneAsync(db, actor, asked.Id, cancel);
        }

        await audit.DoneAsync(db, actor, AuditAction.Grant, asked.AccountId, $"approved-{asked.Role}", cancel);
        await transaction.CommitAsync(cancel);
        return new InvitationResult(InvitationOutcome.Ready, link);
    }

    // One statement decides between parallel administrators, and holds once more that nobody approves their own.
    private static Task<int> OpenAsync(PortalDbContext db, Invitation opened, CancellationToken cancel) =>
        db.Set<Invitation>()
            .Where(i => i.Id == opened.Id && i.State == InvitationState.Waiting && i.RequestedBy != opened.DecidedBy)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(i => i.State, opened.State)
                    .SetProperty(i => i.TokenHash, opened.TokenHash)
                    .SetProperty(i => i.ExpiresAt, opened.ExpiresAt)
                    .SetProperty(i => i.DecidedBy, opened.DecidedBy)
                    .SetProperty(i => i.DecidedAt, opened.DecidedAt)
                    .SetProperty(i => i.Seal, opened.Seal),
                cancel);
}
