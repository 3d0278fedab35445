using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>Opens one entry of the audit log. That it was read is an entry itself, durable before it is shown, and names its patients.</summary>
[Needs(Permission.ReadAudit)]
public sealed class OpenAuditEntry
{
    private readonly PortalDatabase database;
    private readonly AuditLog audit;
    private readonly AuditItems items;

    internal OpenAuditEntry(PortalDatabase database, AuditLog audit, AuditItems items)
    {
        this.database = database;
        this.audit = audit;
        this.items = items;
    }

    /// <summary>The entry; <c>null</c> where there is none.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not read the audit log; the try is audited.</exception>
    /// <exception cref="AuditUnavailableException">The reading could not be written down: nothing is shown.</exception>
    public async Task<AuditItem?> ForAsync(Actor actor, EntryId id, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var may = actor.Has(Permission.ReadAudit);
        var found = may ? await database.AuditReader.FindAsync(id, cancel) : null;
        var entry = audit.NewEntry(
            actor, Purpose.Operations, AuditAction.Read, AuditResource.AuditLog, DataCategories.Audit, may ? AuditOutcome.Allowed : AuditOutcome.Denied);
        await audit.AppendAsync(entry with { ResourceId = id.Value, Patients = found?.Entry.Patients ?? [] }, cancel);
        return !may ? throw new UnauthorizedAccessException("This role may not read the audit log.")
            : found is null ? null
            : (await items.OfAsync(actor, [found], cancel))[0];
    }
}
