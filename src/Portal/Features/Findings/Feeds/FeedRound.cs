using Portal.Kernel.Audit;

namespace Portal.Features.Findings.Feeds;

/// <summary>Entries of the audit log that were not looked at before, in the order of sealing.</summary>
/// <param name="Entries">The entries of staff among them; what patients and the portal itself did is not looked at.</param>
internal sealed record FeedRound(IReadOnlyList<AuditEntry> Entries)
{
    /// <summary>Those that showed or changed data of patients one has opened; a list names many whom nobody opened.</summary>
    public IEnumerable<AuditEntry> Opened => Entries.Where(entry =>
        entry is { Outcome: AuditOutcome.Allowed, Patients.Count: > 0 } && entry.Action is not AuditAction.Search and not AuditAction.Grant && IsAboutPatients(entry));

    /// <summary>Those that opened a record or tried to.</summary>
    public IEnumerable<AuditEntry> Tried => Entries.Where(entry => entry is { Patients.Count: > 0 } && entry.Action is not AuditAction.Search and not AuditAction.Grant && IsAboutPatients(entry));

    private static bool IsAboutPatients(AuditEntry entry) => (entry.Categories & (DataCategories.Identity | DataCategories.Clinical | DataCategories.Billing | DataCategories.Source)) != 0;
}
