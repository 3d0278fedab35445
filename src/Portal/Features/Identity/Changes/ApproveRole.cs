using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Features.Identity.Accounts;
using Portal.Features.Identity.Invitations;
using Portal.Features.Identity.StepUp;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Changes;

/// <summary>
/// The other side's yes to a role: only then it is given (45 CFR 164.308(a)(4): grant with approver, decision 0100). Neither who asked nor whose role it is approves it.
/// </summary>
[Needs(Permission.ManageAccounts, Permission.ApproveRoles)]
[NeedsFreshFactor]
public sealed class ApproveRole
{
    private static readonly (ChangeOutcome Outcome, string Reason)? Decided = (ChangeOutcome.Gone, "role-request-decided");

    private readonly PortalDatabase database;
    private readonly ApproverDoor door;
    private readonly FreshFactor fresh;
    private readonly RoleBook book;
    private readonly InvitationAudit audit;
    private readonly OtherSide side;
    private readonly TwoSides sides;
    private readonly TimeProvider clock;

    internal ApproveRole(
        PortalDatabase database, ApproverDoor door, FreshFactor fresh, RoleBook book, InvitationAudit audit, OtherSide side, TwoSides sides, TimeProvider clock)
    {
        this.database = database;
        this.door = door;
        this.fresh = fresh;
        this.book = book;
        this.audit = audit;
        this.side = side;
        this.sides = sides;
        this.clock = clock;
    }

    /// <summary>Approves a request.</summary>
    /// <returns>
    /// <see cref="ChangeOutcome.Done"/>, <see cref="ChangeOutcome.Own"/>, <see cref="ChangeOutcome.OtherSide"/>, <see cref="ChangeOutcome.BothSides"/> or
    /// <see cref="ChangeOutcome.Gone"/>.
    /// </returns>
    /// <exception cref="UnauthorizedAccessException">The actor is neither an active administrator nor an active compliance officer.</exception>
    /// <exception cref="StepUpRequiredException">The second factor was shown too long ago.</exception>
    public async Task<ChangeOutcome> ForAsync(Actor actor, Guid request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var by = await door.PassAsync(actor, AuditAction.Grant, cancel);
        await fresh.RequireAsync(actor, cancel);
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var asked = await db.Set<RoleRequest>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == request, cancel);
        // The row is deleted by one statement, which decides between parallel administrators and holds once more that nobody approves their own.
        var refusal = await RefusalAsync(db, actor, asked, by, cancel)
            ?? (await db.Set<RoleRequest>().Where(r => r.Id == request && r.RequestedBy != by).ExecuteDeleteAsync(cancel) == 1 ? null : Decided);
        if (refusal is (var refused, var reason))
        {
            await transaction.RollbackAsync(cancel);
            await audit.RefusedAsync(actor, AuditAction.Grant, asked?.AccountId, reason, cancel);
            return refused;
        }

        await audit.DoneAsync(db, actor, AuditAction.Grant, asked!.AccountId, $"role-approved-{asked.Role}", cancel);
        await book.PutAsync(db, actor, asked.AccountId, asked.Role, cancel);
        await transaction.CommitAsync(cancel);
        return ChangeOutcome.Done;
    }

    private async Task<(ChangeOutcome Outcome, string Reason)?> RefusalAsync(PortalDbContext db, Actor actor, RoleRequest? asked, Guid by, CancellationToken cancel) =>
        asked is null ? (ChangeOutcome.Gone, "role-request-unknown")
        : asked.RequestedBy == by || asked.AccountId == by ? (ChangeOutcome.Own, "own-role-request")
        : !book.IsSound(asked) ? (ChangeOutcome.Gone, InvitationAudit.Damaged)
        : asked.RequestedAt + RoleBook.DecisionTime <= clock.GetUtcNow() ? (ChangeOutcome.Gone, "role-request-expired")
        : !await Administrators.TakeTurnAsync(db, by, actor.Role, cancel) || !await Administrators.IsActiveAsync(db, asked.RequestedBy, cancel) ? (ChangeOutcome.Gone, InvitationAudit.NobodysRequest)
        : !await side.MayAsync(db, actor, asked.AccountId, cancel) ? (ChangeOutcome.OtherSide, OtherSide.Reason)
        : await sides.WouldMeetAsync(db, asked.AccountId, asked.Role, cancel) ? (ChangeOutcome.BothSides, TwoSides.Reason)
        : !await db.Set<Account>().AnyAsync(a => a.Id == asked.AccountId && a.DisabledAt == null && a.PatientId == null, cancel) ? Decided
        : null;
}
