using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>Records that somebody opens the database with its owner's rights; the shell starts only after the entry is durable.</summary>
[Needs(Permission.MaintainInstance)]
public sealed class OpenDatabaseShell
{
    private readonly AuditLog audit;

    internal OpenDatabaseShell(AuditLog audit) => this.audit = audit;

    /// <summary>Writes the entry.</summary>
    /// <exception cref="UnauthorizedAccessException">The actor may not maintain the instance.</exception>
    /// <exception cref="AuditUnavailableException">The entry could not be written: open no shell.</exception>
    public async Task ForAsync(Actor actor, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var allowed = actor.Has(Permission.MaintainInstance);
        await audit.AppendAsync(
            audit.NewEntry(
                actor, Purpose.System, AuditAction.Maintain, AuditResource.Database, DataCategories.None,
                allowed ? AuditOutcome.Allowed : AuditOutcome.Denied),
            cancel);
        if (!allowed)
        {
            throw new UnauthorizedAccessException("This role may not open the database shell.");
        }
    }
}
