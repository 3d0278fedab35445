using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>The audit entries about invitations (45 CFR 164.308(a)(4)): each names the account to be. Reasons are codes; no entry holds a name or an address.</summary>
internal sealed class InvitationAudit(AuditLog log)
{
    public const string Waived = "approval-waived-fewer-than-two-administrators";

    /// <summary>The row is not as the portal wrote it.</summary>
    public const string Damaged = "damaged";

    /// <summary>Whoever asked is no active administrator any more: nobody stands for the request.</summary>
    public const string NobodysRequest = "requester-no-administrator-any-more";

    public Task DoneAsync(PortalDbContext db, Actor actor, AuditAction action, Guid account, string reason, CancellationToken cancel) =>
        log.AppendAsync(db, About(actor, action, account, AuditOutcome.Allowed) with { Reason = reason }, cancel);

    public Task RefusedAsync(Actor actor, AuditAction action, Guid? account, string reason, CancellationToken cancel) =>
        log.AppendAsync(About(actor, action, account, AuditOutcome.Denied) with { Reason = reason }, cancel);

    /// <summary>The refusal of a step that is not this administrator's, or that came too late; the entry says which (45 CFR 164.312(b)).</summary>
    public async Task<InvitationResult> GoneAsync(PortalDbContext db, Actor actor, Guid invitation, CancellationToken cancel)
    {
        var row = await db.Set<Invitation>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == invitation, cancel);
        var reason = row switch
        {
            null => "invitation-unknown",
            { State: not InvitationState.Waiting } => "invitation-decided",
            _ => row.RequestedBy == actor.Account?.Value ? "own-invitation" : "invitation-of-another",
        };
        await RefusedAsync(actor, AuditAction.Grant, row?.AccountId, reason, cancel);
        return new InvitationResult(InvitationOutcome.Gone);
    }

    private AuditEntry About(Actor actor, AuditAction action, Guid? account, AuditOutcome outcome) =>
        log.NewEntry(actor, Purpose.Operations, action, AuditResource.Account, DataCategories.Account, outcome) with { ResourceId = account };
}
