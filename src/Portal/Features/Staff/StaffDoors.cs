using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Staff;

/// <summary>Lets in who may see the directory; each look is an entry, durable before anything is shown.</summary>
internal sealed class StaffReadDoor(AuditLog audit)
{
    /// <exception cref="UnauthorizedAccessException">The actor may not; the try is audited.</exception>
    public async Task PassAsync(Actor actor, AuditAction action, Guid? entry, CancellationToken cancel)
    {
        var may = actor.Has(Permission.ReadStaffDirectory);
        await audit.AppendAsync(StaffAudit.EntryOf(audit, actor, action, entry, may ? AuditOutcome.Allowed : AuditOutcome.Denied), cancel);
        if (!may)
        {
            throw new UnauthorizedAccessException("This role may not see the staff directory.");
        }
    }
}

/// <summary>Lets in who may keep the directory, and writes what was done and what was refused. Reasons are codes: no entry holds a name or a number.</summary>
internal sealed class StaffWriteDoor(AuditLog audit)
{
    /// <exception cref="UnauthorizedAccessException">The actor may not; the try is audited.</exception>
    public async Task PassAsync(Actor actor, AuditAction action, Guid? entry, CancellationToken cancel)
    {
        if (!actor.Has(Permission.ManageStaffDirectory))
        {
            await RefusedAsync(actor, action, entry, "not-permitted", cancel);
            throw new UnauthorizedAccessException("This role may not change the staff directory.");
        }
    }

    public Task DoneAsync(PortalDbContext db, Actor actor, AuditAction action, Guid? entry, string? reason, CancellationToken cancel) =>
        audit.AppendAsync(db, StaffAudit.EntryOf(audit, actor, action, entry, AuditOutcome.Allowed) with { Reason = reason }, cancel);

    public Task RefusedAsync(Actor actor, AuditAction action, Guid? entry, string reason, CancellationToken cancel) =>
        audit.AppendAsync(StaffAudit.EntryOf(audit, actor, action, entry, AuditOutcome.Denied) with { Reason = reason }, cancel);
}

/// <summary>The audit entries about the directory.</summary>
internal static class StaffAudit
{
    public static AuditEntry EntryOf(AuditLog audit, Actor actor, AuditAction action, Guid? entry, AuditOutcome outcome) =>
        audit.NewEntry(actor, actor.Role == Role.System ? Purpose.System : Purpose.Operations, action, AuditResource.PractitionerRole, DataCategories.Account, outcome) with
        {
            ResourceId = entry,
        };

    /// <summary>The reason of a change: the numbers of the fields, never their values.</summary>
    public static string Changed(IEnumerable<StaffField> fields) => $"staff-changed {string.Join(' ', fields.Select(field => (int)field))}";

    /// <summary>The code of a refusal.</summary>
    public static string Refused(StaffOutcome outcome) => $"directory-{outcome}";
}
