using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Findings;

/// <summary>Lets in who may do something with findings or reports; a refusal is an entry.</summary>
internal sealed class FindingDoor(AuditLog audit)
{
    /// <exception cref="UnauthorizedAccessException">The actor may not; the try is audited.</exception>
    public async Task PassAsync(bool may, AuditEntry entry, CancellationToken cancel)
    {
        if (!may)
        {
            await audit.AppendAsync(entry with { Outcome = AuditOutcome.Denied, Reason = "not-permitted" }, cancel);
            throw new UnauthorizedAccessException("This role may not do this with findings and reports.");
        }
    }

    public AuditEntry EntryOf(Actor actor, AuditAction action, AuditResource resource, Guid? id = null) =>
        audit.NewEntry(actor, Purpose.Operations, action, resource, DataCategories.Audit, AuditOutcome.Allowed) with { ResourceId = id };
}
