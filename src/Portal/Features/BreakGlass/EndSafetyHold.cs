using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass;

/// <summary>A compliance officer ends a safety hold before its time: the patient is told within a minute of what was held back.</summary>
[Needs(Permission.ReviewBreakGlass)]
public sealed class EndSafetyHold
{
    private static readonly AccessRequest Request =
        new(Permission.ReviewBreakGlass, AuditAction.Update, AuditResource.EmergencyAccess, DataCategories.Audit) { Reason = "safety-hold-ended" };

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly TimeProvider clock;

    internal EndSafetyHold(PortalDatabase database, Gate gate, TimeProvider clock)
    {
        this.database = database;
        this.gate = gate;
        this.clock = clock;
    }

    /// <summary>Ends the hold; <c>false</c> where none of that patient with that id is in force, or it was altered past the portal: such a one ends at its time.</summary>
    public async Task<bool> ForAsync(Actor actor, PatientId patient, Guid hold, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var db = database.Open();
        if (await gate.OpenForChangeAsync(db, actor, Purpose.Operations, Request with { ResourceId = hold }, patient, cancel) is null)
        {
            return false;
        }

        var row = await db.Set<SafetyHold>().SingleOrDefaultAsync(one => one.Id == hold && one.PatientId == patient, cancel);
        var now = Microseconds.Cut(clock.GetUtcNow());
        if (row is not { SealBroken: false, EndedAt: null } || row.Until <= now)
        {
            return false; // the entry goes with the transaction
        }

        row.EndedAt = now;
        await db.SaveChangesAsync(cancel);
        await db.Database.CommitTransactionAsync(cancel);
        return true;
    }
}
