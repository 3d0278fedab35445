using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>The second administrator's yes: only then there is a link (45 CFR 164.308(a)(4): grant with approver).</summary>
[Needs(Permission.ManageAccounts)]
public sealed class ApproveInvitation
{
    private readonly PortalDatabase database;
    private readonly AdministratorDoor door;
    private readonly InvitationBook book;
    private readonly InvitationAudit audit;
    private readonly TimeProvider clock;

    internal ApproveInvitation(PortalDatabase database, AdministratorDoor door, InvitationBook book, InvitationAudit audit, TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.book = book;
        this.audit = audit;
        this.clock = clock;
    }

    /// <summary>Approves an invitation.</summary>
    /// <returns><see cref="InvitationOutcome.Ready"/> with the link, <see cref="InvitationOutcome.Own"/> or <see cref="InvitationOutcome.Gone"/>.</returns>
    /// <exception cref="UnauthorizedAccessException">The actor is no active administrator.</exception>
    public async Task<InvitationResult> ForAsync(Actor actor, Guid invitation, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var approver = await door.PassAsync(actor, AuditAction.Grant, cancel);
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

        return await DecideAsync(db, actor, asked, approver, cancel);
    }

    private async Task<InvitationResult> DecideAsync(PortalDbContext db, Actor actor, Invitation asked, Guid approver, CancellationToken cancel)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var (link, hash) = book.NewLink(InvitationBook.Lifetime);
        if (await OpenAsync(db, asked.Id, approver, hash, link.ExpiresAt, cancel) != 1)
        {
            await transaction.RollbackAsync(cancel);
            return await audit.GoneAsync(db, actor, asked.Id, cancel);
        }

        await audit.DoneAsync(db, actor, AuditAction.Grant, asked.AccountId, $"approved-{asked.Role}", cancel);
        await transaction.CommitAsync(cancel);
        return new InvitationResult(InvitationOutcome.Ready, link);
    }

    // One statement decides between parallel administrators, and holds once more that nobody approves their own.
    private Task<int> OpenAsync(PortalDbContext db, Guid id, Guid approver, byte[] hash, DateTimeOffset? expires, CancellationToken cancel)
    {
        DateTimeOffset? now = clock.GetUtcNow();
        return db.Set<Invitation>()
            .Where(i => i.Id == id && i.State == InvitationState.Waiting && i.RequestedBy != approver)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(i => i.State, InvitationState.Open)
                    .SetProperty(i => i.TokenHash, hash)
                    .SetProperty(i => i.ExpiresAt, expires)
                    .SetProperty(i => i.DecidedBy, (Guid?)approver)
                    .SetProperty(i => i.DecidedAt, now),
                cancel);
    }
}
