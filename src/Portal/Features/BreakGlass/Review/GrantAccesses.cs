using Portal.Data;
using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.BreakGlass.Review;

/// <summary>What was done under a grant, out of the audit log, page by page. Entries that the emergency spool merged later stand in it with the time at which things were done.</summary>
internal sealed class GrantAccesses(PortalDatabase database, AuditItems words, TimeProvider clock)
{
    /// <summary>How many are on a page.</summary>
    public const int PageSize = 100;

    public async Task<Page<AuditItem>> OfAsync(Actor viewer, GlassGrant grant, TimeCursor? after, CancellationToken cancel)
    {
        // Patient and person are what the log has an index for; the grant's id decides, so that other grants of the same two take no place on the page.
        var filter = new AuditFilter { Patient = grant.PatientId, Account = grant.AccountId, Grant = grant.Id };
        var found = await database.AuditReader.FindAsync(filter, grant.Start, after ?? new TimeCursor(clock.GetUtcNow().AddSeconds(1), Guid.Empty), PageSize + 1, cancel);
        var page = found.Take(PageSize).ToList();
        return new Page<AuditItem>(
            await words.OfAsync(viewer, page, cancel), found.Count > PageSize ? new TimeCursor(page[^1].Entry.At, page[^1].Entry.Id.Value).ToString() : null);
    }
}
