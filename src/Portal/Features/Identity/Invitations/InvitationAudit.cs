using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Identity.Invitations;

/// <summary>The audit entries about invitations (45 CFR 164.308(a)(4)): each names the account to be. Reasons are codes; no entry holds a name or an address.</summary>
internal sealed class InvitationAudit(AuditLog log)
{
    public const string Waived = "approval-waived-fewer-than-two-administrators";

    public Task DoneAsync(PortalDbContext db, Actor actor, AuditAction action, Guid account, string reason, CancellationToken cancel) =>
        log.AppendAsync(db, About(actor, action, account, AuditOutcome.Allowed) with { Reason = reason }, cancel);

    public Task RefusedAsync(Actor actor, AuditAction action, Guid? account, string reason, CancellationToken cancel) =>
        log.AppendAsync(About(actor, action, account, AuditOutcome.Denied) with { Reason = reason }, cancel);

    private AuditEntry About(Actor actor, AuditAction action, Guid? account, AuditOutcome outcome) =>
        log.NewEntry(actor, Purpose.Operations, action, AuditResource.Account, DataCategories.Account, outcome) with { ResourceId = account };
}
