using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass;

/// <summary>Somebody needs the record no longer and gives the grant back before its time.</summary>
[Needs(Permission.BreakGlass)]
public sealed class GiveBackEmergencyAccess
{
    // Whom the patient excludes may close what was opened against it.
    private static readonly AccessRequest Request = new(Permission.BreakGlass, AuditAction.EndBreakGlass, AuditResource.EmergencyAccess, DataCategories.Audit)
    {
        Reason = "glass-given-back",
        PastExclusion = true,
    };

    private readonly PortalDatabase database;
    private readonly Gate gate;
    private readonly TimeProvider clock;

    internal GiveBackEmergencyAccess(PortalDatabase database, Gate gate, TimeProvider clock)
    {
        this.database = database;
        this.gate = gate;
        this.clock = clock;
    }

    /// <summary>Ends the grant; <c>false</c> where there is none of one's own that is open.</summary>
    /// <exception cref="AuditUnavailableException">The audit entry could not be written: the grant goes on until its time.</exception>
    public async Task<bool> ForAsync(Actor actor, PatientId patient, Guid grant, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(actor);
        await using var db = database.Open();
        var request = Request with { ResourceId = grant, Grant = grant };
        if (await gate.OpenForChangeAsync(db, actor, Purpose.Treatment, request, patient, cancel) is null)
        {
            return false;
        }

        var account = actor.Account;
        var row = await db.Set<GlassGrant>().SingleOrDefaultAsync(one => one.Id == grant && one.PatientId == patient && one.AccountId == account, cancel);
        var now = Microseconds.Cut(clock.GetUtcNow());
        if (row is null || !GrantBook.IsInForce(row, now))
        {
            // Nothing was ended, and the entry goes with the transaction.
            return false;
        }

        (row.EndedAt, row.Ended) = (now, GlassEnd.GivenBack);
        await db.SaveChangesAsync(cancel);
        await db.Database.CommitTransactionAsync(cancel);
        return true;
    }
}
