using Portal.Kernel.Access;

namespace Portal.Kernel.Audit;

/// <summary>Who did what, to whose data, when, where, why, and how it ended. Identifiers and categories, never a value of PHI (norm: shape of an audit entry).</summary>
internal sealed record AuditEntry
{
    public required EntryId Id { get; init; }

    /// <summary>UTC, cut to microseconds.</summary>
    public required DateTimeOffset At { get; init; }

    public required Role Role { get; init; }

    /// <summary>The person; <c>null</c> for a job or nobody.</summary>
    public AccountId? Account { get; init; }

    /// <summary>The job's name for the system's own entries.</summary>
    public string? Job { get; init; }

    public SessionId? Session { get; init; }

    public required AuditAction Action { get; init; }

    public required AuditResource Resource { get; init; }

    /// <summary>The id of the thing, where it has one and it is not the patient.</summary>
    public Guid? ResourceId { get; init; }

    public required DataCategories Categories { get; init; }

    /// <summary>Whose data: one for a record, many for a list, none for the rest.</summary>
    public IReadOnlyList<PatientId> Patients { get; init; } = [];

    public required Purpose Purpose { get; init; }

    /// <summary>Why it was refused, or the reason given when breaking the glass; a short code of our own, never free text.</summary>
    public string? Reason { get; init; }

    /// <summary>The break-glass grant it was done under.</summary>
    public Guid? Grant { get; init; }

    public required AuditOutcome Outcome { get; init; }

    public System.Net.IPAddress? Ip { get; init; }

    public string? UserAgent { get; init; }

    public required string Node { get; init; }
}
