using System.Globalization;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Feeds;

/// <summary>
/// Many refusals of one account within a short time. What was allowed between them does not count: who opens a record that is allowed after each that is refused
/// would else stay unseen.
/// </summary>
internal sealed class RefusalFeed(PortalDatabase database, FindingRules rules) : IFindingFeed
{
    public async Task<IReadOnlyList<NewFinding>> FindAsync(FeedRound round, CancellationToken cancel)
    {
        var found = new List<NewFinding>();
        foreach (var entry in round.Entries.Where(entry => entry.Outcome == AuditOutcome.Denied))
        {
            if (!found.Any(one => one.Entries.Contains(entry.Id.Value)) && await BeforeAsync(entry, cancel) is { } refused && refused.Count >= rules.Refusals)
            {
                found.Add(new NewFinding(FindingKind.Refusals, entry.Account!.Value.ToString())
                {
                    Account = entry.Account,
                    Entries = [.. refused.Select(one => one.Entry.Id.Value)],
                    Detail = rules.Refusals.ToString(CultureInfo.InvariantCulture),
                });
            }
        }

        return found;
    }

    private Task<IReadOnlyList<SignedEntry>> BeforeAsync(AuditEntry entry, CancellationToken cancel) => database.AuditReader.FindAsync(
        new AuditFilter { Account = entry.Account, Outcome = AuditOutcome.Denied }, entry.At - rules.RefusalWindow,
        new TimeCursor(entry.At.AddMicroseconds(1), Guid.Empty), rules.Refusals, cancel);
}
