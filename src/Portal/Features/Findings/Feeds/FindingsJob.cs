using Microsoft.Extensions.Logging;
using Portal.Data;

namespace Portal.Features.Findings.Feeds;

/// <summary>While the portal serves: looks at new entries of the audit log every minute, so many at a time that a long log is caught up in rounds.</summary>
internal sealed class FindingsJob(FindingFeeds feeds, TimeProvider clock, ILogger<FindingsJob> log)
    : RegularJob(Interval, "New entries of the audit log were not looked at for the review queue", clock, log)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>Rounds of one look: 20,000 entries a minute at most.</summary>
    public const int MostRounds = 40;

    protected override async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            for (var round = 0; round < MostRounds && await feeds.LookAsync(cancel) == FindingFeeds.Batch; round++)
            {
                // The next entries.
            }
        }
        finally
        {
            await feeds.TellBehindAsync(cancel);
        }
    }
}
