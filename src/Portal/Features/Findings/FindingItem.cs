using Portal.Kernel;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings;

/// <summary>A finding in the queue. It holds ids and codes; the one name in it is the colleague's, for those who may see accounts.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">What it is; the page has the words.</param>
/// <param name="Severity">How soon it must be looked at.</param>
/// <param name="RaisedAt">When it was raised, UTC.</param>
/// <param name="LastAt">When the same was seen last while it was open.</param>
/// <param name="Times">How often the same was seen.</param>
/// <param name="DueAt">By when it must be reviewed.</param>
/// <param name="IsOverdue">Whether it is open and that time has passed.</param>
/// <param name="Account">Whose doing it is about.</param>
/// <param name="Name">That person's name; <c>null</c> where the viewer may not see it.</param>
/// <param name="Patient">Whose record it is about.</param>
/// <param name="Detail">A code that says more.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Outcome">What came of it.</param>
/// <param name="ReviewedAt">When it was reviewed.</param>
/// <param name="ReviewedBy">By whom.</param>
/// <param name="Reviewer">That person's name; <c>null</c> where the viewer may not see it.</param>
public sealed record FindingItem(
    Guid Id, FindingKind Kind, FindingSeverity Severity, DateTimeOffset RaisedAt, DateTimeOffset LastAt, int Times, DateTimeOffset DueAt, bool IsOverdue,
    AccountId? Account, string? Name, PatientId? Patient, string? Detail, FindingState State, FindingOutcome? Outcome, DateTimeOffset? ReviewedAt,
    AccountId? ReviewedBy, string? Reviewer)
{
    /// <inheritdoc/>
    public override string ToString() => "FindingItem";
}

/// <summary>A page of the queue.</summary>
/// <param name="Page">The findings: open ones first, those due soonest on top; then reviewed ones, the latest on top.</param>
/// <param name="Counts">How many wait, whatever was asked for.</param>
public sealed record FindingsFound(Page<FindingItem> Page, FindingCounts Counts);

/// <summary>How many findings wait.</summary>
/// <param name="Open">Those that nobody has reviewed.</param>
/// <param name="Overdue">Those of them whose time has passed.</param>
public sealed record FindingCounts(int Open, int Overdue)
{
    /// <summary>None.</summary>
    public static FindingCounts None { get; } = new(0, 0);
}
