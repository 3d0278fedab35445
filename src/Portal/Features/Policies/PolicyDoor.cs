using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Policies;

/// <summary>Lets in who may do this with policies, and makes the entries; a refusal is one.</summary>
internal sealed class PolicyDoor(AuditLog audit)
{
    /// <exception cref="UnauthorizedAccessException">The actor may not; the try is audited.</exception>
    public async Task PassAsync(bool may, AuditEntry entry, CancellationToken cancel)
    {
        if (!may)
        {
            await audit.AppendAsync(entry with { Outcome = AuditOutcome.Denied, Reason = "not-permitted" }, cancel);
            throw new UnauthorizedAccessException("This role may not do this with policies.");
        }
    }

    public AuditEntry EntryOf(Actor actor, AuditAction action, string? reason = null, Guid? version = null) =>
        audit.NewEntry(actor, actor.Account is null ? Purpose.System : Purpose.Operations, action, AuditResource.Policy, DataCategories.None, AuditOutcome.Allowed) with
        {
            ResourceId = version, Reason = reason,
        };

    public Task DoneAsync(AuditEntry entry, CancellationToken cancel) => audit.AppendAsync(entry, cancel);

    public Task DoneAsync(PortalDbContext db, AuditEntry entry, CancellationToken cancel) => audit.AppendAsync(db, entry, cancel);
}
