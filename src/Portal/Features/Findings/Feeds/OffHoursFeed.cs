using Portal.Data.Findings;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Feeds;

/// <summary>Records opened outside the usual hours of the role, on the hospital's clock; one finding for each person and night.</summary>
internal sealed class OffHoursFeed(FindingRules rules) : IFindingFeed
{
    // A night belongs to the day it began on.
    private static readonly TimeSpan Noon = TimeSpan.FromHours(12);

    public Task<IReadOnlyList<NewFinding>> FindAsync(FeedRound round, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<NewFinding>>([.. round.Opened.Where(entry => rules.HoursOf(entry.Role).IsOutside(rules.Local(entry.At))).Select(Finding)]);

    private NewFinding Finding(AuditEntry entry) => new(FindingKind.OffHours, $"{entry.Account}:{rules.Local(entry.At) - Noon:yyyy-MM-dd}")
    {
        Account = entry.Account,
        Entries = [entry.Id.Value],
    };
}
