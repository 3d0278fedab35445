namespace Portal.Features.AuditTrail.Outside;

/// <summary>What leaves the database, and where to.</summary>
public enum OutsideKind
{
    /// <summary>Checkpoints, to a file.</summary>
    CheckpointFile = 1,

    /// <summary>Checkpoints, to an address.</summary>
    CheckpointAddress = 2,

    /// <summary>Checkpoints, to a bucket with Object Lock.</summary>
    CheckpointBucket = 3,

    /// <summary>Entries, to a syslog receiver.</summary>
    FeedSyslog = 4,

    /// <summary>Entries, to a file.</summary>
    FeedFile = 5,
}

/// <summary>A place outside the database, and how far it is.</summary>
/// <param name="Kind">What goes there.</param>
/// <param name="Place">The machine's name, or the file's; <c>null</c> where it is not set, so that nothing goes there.</param>
/// <param name="DeliveredAt">When it last took something; <c>null</c> for never.</param>
/// <param name="UpTo">The time of the last checkpoint or entry that it took.</param>
/// <param name="Lacks">The time of the oldest one that it lacks; <c>null</c> for none.</param>
/// <param name="Trouble">A code for why the last delivery failed (<c>unreachable</c>, <c>certificate</c>, <c>answered-403</c> …); <c>null</c> where it did not. Of checkpoints: as this node sees it.</param>
public sealed record OutsideCopy(OutsideKind Kind, string? Place, DateTimeOffset? DeliveredAt, DateTimeOffset? UpTo, DateTimeOffset? Lacks, string? Trouble)
{
    /// <summary>Whether the database holds notes of it that the portal did not write: these are not believed, and what is told here is without them.</summary>
    public bool IsAltered { get; init; }
}

/// <summary>How long entries are kept, and which months are over.</summary>
/// <param name="KeepYears">For how many years.</param>
/// <param name="Oldest">The first day of the month of the oldest entry (UTC); <c>null</c> for an empty log.</param>
/// <param name="Due">How many of the months that are there are over by now, by the node's clock.</param>
/// <param name="NextDue">When the oldest month that is there may be retired.</param>
/// <param name="LastMonth">The month that was retired last; <c>null</c> for none.</param>
/// <param name="LastAt">When that was.</param>
public sealed record LogRetention(int KeepYears, DateTimeOffset? Oldest, int Due, DateTimeOffset? NextDue, DateTimeOffset? LastMonth, DateTimeOffset? LastAt);

/// <summary>Where the audit log's outside copies stand.</summary>
/// <param name="At">When this was looked up.</param>
/// <param name="Copies">Each kind of place, set or not.</param>
/// <param name="Retention">How long entries are kept.</param>
public sealed record OutsideCopies(DateTimeOffset At, IReadOnlyList<OutsideCopy> Copies, LogRetention Retention);

/// <summary>For how many years entries of the audit log are kept, as configured (45 CFR 164.316(b)(2)(i)).</summary>
/// <param name="KeepYears">Six or more.</param>
public sealed record RetentionSettings(int KeepYears);
