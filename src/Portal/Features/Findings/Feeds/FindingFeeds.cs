using Microsoft.EntityFrameworkCore;
using Portal.Data;
using Portal.Data.Findings;
using Portal.Kernel.Access;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Feeds;

/// <summary>
/// Asks every feed of the entries that came since the last look, in the order of sealing, in which none can come before another any more. The place moves in the
/// transaction that raises what was found: nothing is missed and nothing raised twice, however many nodes look and whenever one is killed (ADR 0063).
/// </summary>
internal sealed class FindingFeeds(PortalDatabase database, IEnumerable<IFindingFeed> feeds, FindingLog findings, ReaderPlace reader)
{
    /// <summary>Entries looked at in one transaction.</summary>
    public const int Batch = 500;

    /// <summary>An entry that waits for longer is told.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    private static readonly Actor Job = RelationFeed.Job;

    /// <summary>Looks at the next entries.</summary>
    /// <returns>How many there were; 0 also where another node was quicker.</returns>
    public async Task<int> LookAsync(CancellationToken cancel)
    {
        var (place, row) = await reader.FindAsync(cancel);
        var entries = await database.Seals.NextAsync(place, Batch, cancel);
        if (entries.Count == 0)
        {
            return 0;
        }

        var found = new List<NewFinding>();
        var round = new FeedRound([.. entries.Select(one => one.Entry).Where(IsOfStaff)]);
        foreach (var feed in feeds)
        {
            found.AddRange(await feed.FindAsync(round, cancel));
        }

        return await KeepAsync(entries, row, found, cancel) ? entries.Count : 0;
    }

    /// <summary>Raises a finding where an entry waits too long to be looked at, whatever it is that keeps it: nobody would miss what is never found.</summary>
    public async Task<bool> TellBehindAsync(CancellationToken cancel) =>
        await reader.WaitingAsync(Late, cancel) is not null
        && await findings.RaiseAsync(Job, new NewFinding(FindingKind.QueueBehind, "findings") { ReviewedFor = TimeSpan.FromDays(1) }, cancel);

    private static bool IsOfStaff(AuditEntry entry) => entry is { Account: not null, Role: not (Role.None or Role.Patient or Role.System) };

    // Each entry and each change of a finding is a row more in the log that is read here: what is the same is raised once.
    private static IEnumerable<NewFinding> Merged(IEnumerable<NewFinding> found) => found.GroupBy(one => (one.Kind, one.Key)).Select(same =>
        same.First() with { Entries = [.. same.SelectMany(one => one.Entries).Distinct()], Times = same.Count() });

    // The place first: of two nodes with the same entries one fails here, and with it all that it would raise.
    private async Task<bool> KeepAsync(IReadOnlyList<PlacedEntry> read, FeedPosition? seen, List<NewFinding> found, CancellationToken cancel)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        try
        {
            await reader.MoveAsync(db, seen, read, cancel);
            foreach (var finding in Merged(found))
            {
                await findings.RaiseAsync(db, Job, finding, cancel);
            }

            await transaction.CommitAsync(cancel);
            return true;
        }
        catch (DbUpdateException late) when (Clash.Is(late))
        {
            return false;
        }
    }
}
