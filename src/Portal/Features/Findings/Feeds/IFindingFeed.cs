using Portal.Data.Findings;

namespace Portal.Features.Findings.Feeds;

/// <summary>One plain question to the audit log. It is asked of each entry once; what it answers is raised.</summary>
internal interface IFindingFeed
{
    Task<IReadOnlyList<NewFinding>> FindAsync(FeedRound round, CancellationToken cancel);
}
