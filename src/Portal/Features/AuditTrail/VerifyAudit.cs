using System.Diagnostics;
using Portal.Data;
using Portal.Data.Auditing;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.AuditTrail;

/// <summary>What a verification of the audit log found.</summary>
/// <param name="Entries">Entries read.</param>
/// <param name="Unsealed">Entries that no sealed block covers yet; until sealing exists, all of them.</param>
/// <param name="Ok">Whether every entry is as it was written.</param>
/// <param name="FirstBad">The id of the first entry that is not.</param>
/// <param name="Kind">What kind of break it is: <c>edited</c>.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record AuditVerification(long Entries, long Unsealed, bool Ok, Guid? FirstBad, string? Kind, double Seconds);

/// <summary>Checks every entry's MAC (45 CFR 164.312(c)). Deleted entries are found once blocks are sealed, not before.</summary>
[Needs(Permission.VerifyAudit)]
public sealed class VerifyAudit
{
    private const int Step = 5_000;

    private readonly PortalDatabase database;
    private readonly AuditLog audit;

    internal VerifyAudit(PortalDatabase database, AuditLog audit)
    {
        this.database = database;
        this.audit = audit;
    }

    /// <summary>Reads the whole log and reports the first entry that was altered. The verification is an entry itself, made before it starts.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancel">Ends it early.</param>
    /// <param name="progress">Told now and then how many entries were read.</param>
    /// <exception cref="UnauthorizedAccessException">The actor may not verify.</exception>
    public async Task<AuditVerification> ForAsync(Actor actor, CancellationToken cancel, IProgress<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var allowed = actor.Has(Permission.VerifyAudit);
        await audit.AppendAsync(
            audit.NewEntry(
                actor, Purpose.Operations, AuditAction.Verify, AuditResource.AuditLog, DataCategories.Audit,
                allowed ? AuditOutcome.Allowed : AuditOutcome.Denied),
            cancel);
        return allowed ? await CheckAllAsync(progress, cancel) : throw new UnauthorizedAccessException("This role may not verify the audit log.");
    }

    private async Task<AuditVerification> CheckAllAsync(IProgress<long>? progress, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        long entries = 0;
        Guid? firstBad = null;
        await foreach (var signed in database.Audit.ReadAllAsync(cancel))
        {
            entries++;
            if (entries % Step == 0)
            {
                progress?.Report(entries);
            }

            if (firstBad is null && !audit.Holds(signed))
            {
                firstBad = signed.Entry.Id.Value;
            }
        }

        return new AuditVerification(entries, entries, firstBad is null, firstBad, firstBad is null ? null : "edited", watch.Elapsed.TotalSeconds);
    }
}
