using Portal.Data.Findings;
using Portal.Features.AuditTrail.Exports;
using Portal.Kernel.Audit;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings.Feeds;

/// <summary>What left the portal as a file, one finding for each person and day.</summary>
internal sealed class ExportFeed(FindingRules rules) : IFindingFeed
{
    public Task<IReadOnlyList<NewFinding>> FindAsync(FeedRound round, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<NewFinding>>([.. round.Entries.Where(IsOut).Select(Finding)]);

    // Who deletes the file of an export, or stops it, takes nothing along.
    private static bool IsOut(AuditEntry entry) => entry is { Action: AuditAction.Export, Outcome: AuditOutcome.Allowed, Reason: not ExportBook.Ended };

    private NewFinding Finding(AuditEntry entry) => new(FindingKind.Export, $"{entry.Account}:{rules.Local(entry.At):yyyy-MM-dd}")
    {
        Account = entry.Account,
        Patient = entry.Patients is [var only] ? only : null,
        Entries = [entry.Id.Value],
    };
}
