using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass.Review;

/// <summary>Lets in who may look at everybody's break-glass grants; a refusal is an entry.</summary>
internal sealed class GlassDoor(AuditLog audit)
{
    /// <exception cref="UnauthorizedAccessException">The actor may not; the try is audited.</exception>
    public async Task PassAsync(bool may, AuditEntry entry, CancellationToken cancel)
    {
        if (!may)
        {
            await audit.AppendAsync(entry with { Outcome = AuditOutcome.Denied, Reason = "not-permitted" }, cancel);
            throw new UnauthorizedAccessException("This role may not do this with emergency access.");
        }
    }

    public AuditEntry EntryOf(Actor actor, AuditAction action, Guid? grant = null) =>
        audit.NewEntry(actor, Purpose.Operations, action, AuditResource.EmergencyAccess, DataCategories.Audit, AuditOutcome.Allowed) with { ResourceId = grant };
}
