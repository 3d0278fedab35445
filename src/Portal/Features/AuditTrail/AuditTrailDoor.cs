using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>Lets a person who may read the audit log to what they keep of it; whoever may not is refused, with an entry.</summary>
internal sealed class AuditTrailDoor(AuditLog audit)
{
    /// <summary>The person's account.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log.</exception>
    public async Task<Guid> PassAsync(Actor actor, CancellationToken cancel)
    {
        if (actor.Has(Permission.ReadAudit) && actor.Account is { } account)
        {
            return account.Value;
        }

        await audit.AppendAsync(
            audit.NewEntry(actor, Purpose.Operations, AuditAction.Read, AuditResource.AuditLog, DataCategories.Audit, AuditOutcome.Denied), cancel);
        throw new UnauthorizedAccessException("This role may not read the audit log.");
    }
}
