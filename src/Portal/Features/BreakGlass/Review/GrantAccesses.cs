using Portal.Data;
using Portal.Data.Auditing;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass.Review;

/// <summary>What was done under a grant, out of the audit log. Entries that the emergency spool merged later stand in it with the time at which things were done.</summary>
internal sealed class GrantAccesses(PortalDatabase database, AuditItems words, TimeProvider clock)
{
    /// <summary>The most that are shown.</summary>
    public const int Most = 200;

    public async Task<(IReadOnlyList<AuditItem> Items, bool AreMore)> OfAsync(Actor viewer, GlassGrant grant, CancellationToken cancel)
    {
        // By patient and person, which the log has an index for; the grant's id decides.
        var filter = new AuditFilter { Patient = grant.PatientId, Account = grant.AccountId, IsBreakGlass = true };
        var found = await database.AuditReader.FindAsync(filter, grant.Start, new TimeCursor(clock.GetUtcNow().AddSeconds(1), Guid.Empty), Most + 1, cancel);
        var mine = found.Where(row => row.Entry.Grant == grant.Id).ToList();
        return (await words.OfAsync(viewer, [.. mine.Take(Most)], cancel), found.Count > Most);
    }
}
