using Portal.Data;
using Portal.Data.Findings;
using Portal.Kernel;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;

namespace Portal.Features.Findings;

/// <summary>The audit entries behind a finding, and whether they are somebody's own.</summary>
internal sealed class FindingEntries(PortalDatabase database)
{
    /// <summary>Those that are there, the newest first.</summary>
    public async Task<IReadOnlyList<SignedEntry>> OfAsync(Finding finding, CancellationToken cancel)
    {
        var found = new List<SignedEntry>();
        foreach (var id in finding.Entries)
        {
            if (await database.AuditReader.FindAsync(new EntryId(id), cancel) is { } entry)
            {
                found.Add(entry);
            }
        }

        return [.. found.OrderByDescending(entry => entry.Entry.At)];
    }

    /// <summary>Whether a finding is about what the person did. Nobody is the judge of the own doing.</summary>
    public static bool AreOwn(Actor actor, Finding finding, IReadOnlyList<SignedEntry> entries) =>
        actor.Account is { } account && (finding.Account == account || entries.Any(entry => entry.Entry.Account == account));
}
