using Portal.Kernel;
using Portal.Kernel.Findings;

namespace Portal.Data.Findings;

/// <summary>What is to be raised. Ids and codes of our own alone: no name, no address, nothing of a record.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">What makes it the same as another one of its kind: an account and a night, a target, a certificate and a limit.</param>
internal sealed record NewFinding(FindingKind Kind, string Key)
{
    /// <summary>How soon it must be looked at; the kind's own severity where nothing is said.</summary>
    public FindingSeverity Severity { get; init; } = Kind switch
    {
        FindingKind.LogBroken or FindingKind.Sealing or FindingKind.OwnRecord or FindingKind.QueueBehind or FindingKind.EmergencySpool or FindingKind.SpoolBroken => FindingSeverity.High,
        FindingKind.Export or FindingKind.OffHours => FindingSeverity.Low,
        _ => FindingSeverity.Medium,
    };

    /// <summary>By when at the latest it must be looked at, where that is sooner than the severity's days.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Whose doing it is about.</summary>
    public AccountId? Account { get; init; }

    /// <summary>Whose record it is about.</summary>
    public PatientId? Patient { get; init; }

    /// <summary>The audit entries behind it.</summary>
    public IReadOnlyList<Guid> Entries { get; init; } = [];

    /// <summary>How often the same was seen at once.</summary>
    public int Times { get; init; } = 1;

    /// <summary>A code of our own that says more.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether it is never raised again, even after it was reviewed.</summary>
    public bool IsOnce { get; init; }

    /// <summary>For how long any review keeps the same from being raised again: a state that lasts would else come back at the next look.</summary>
    public TimeSpan ReviewedFor { get; init; }

    /// <summary>For how long a review that explained the same, or found nothing in it, keeps it from being raised again.</summary>
    public TimeSpan ExplainedFor { get; init; }
}
