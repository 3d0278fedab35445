using System.Globalization;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Kernel;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Feeds;

/// <summary>
/// Refusals in a row: so many of one account within a short time, and no attempt that was allowed between them. A list, a search or a page on the way to the next attempt is
/// none. Who opens an allowed record after each refused one would stay unseen by that: twice as many within the same time are found whatever was between them.
/// </summary>
internal sealed class RefusalFeed(PortalDatabase database, FindingRules rules) : IFindingFeed
{
    // What one person does in the longest window that makes sense.
    private const int MostAllowed = 2_000;

    public async Task<IReadOnlyList<NewFinding>> FindAsync(FeedRound round, CancellationToken cancel)
    {
        var found = new List<NewFinding>();
        foreach (var entry in round.Entries.Where(entry => entry.Outcome == AuditOutcome.Denied))
        {
            if (!found.Any(one => one.Entries.Contains(entry.Id.Value)) && await RefusedAsync(entry, cancel) is { } refused)
            {
                found.Add(new NewFinding(FindingKind.Refusals, entry.Account!.Value.ToString())
                {
                    Account = entry.Account,
                    Entries = [.. refused.Select(one => one.Id.Value)],
                    Detail = refused.Count.ToString(CultureInfo.InvariantCulture),
                });
            }
        }

        return found;
    }

    // The refusals that end with this one and are too many; null where they are not.
    private async Task<IReadOnlyList<AuditEntry>?> RefusedAsync(AuditEntry last, CancellationToken cancel)
    {
        var refused = await BeforeAsync(last, new AuditFilter { Account = last.Account, Outcome = AuditOutcome.Denied }, rules.Refusals * 2, cancel);
        if (refused.Count < rules.Refusals)
        {
            return null;
        }

        var row = refused.Take(rules.Refusals).ToList();
        var allowed = await BeforeAsync(last, new AuditFilter { Account = last.Account, Outcome = AuditOutcome.Allowed }, MostAllowed, cancel);
        return !allowed.Any(entry => entry.At > row[^1].At && IsAttempt(entry)) ? row : refused.Count == rules.Refusals * 2 ? refused : null;
    }

    // Something that could have been refused for the patient or the thing it is about; the way there is none.
    private static bool IsAttempt(AuditEntry entry) => entry.Action is not (AuditAction.Search or AuditAction.Visit);

    private async Task<IReadOnlyList<AuditEntry>> BeforeAsync(AuditEntry last, AuditFilter filter, int most, CancellationToken cancel) =>
        [.. (await database.AuditReader.FindAsync(filter, last.At - rules.RefusalWindow, new TimeCursor(last.At.AddMicroseconds(1), Guid.Empty), most, cancel)).Select(signed => signed.Entry)];
}
