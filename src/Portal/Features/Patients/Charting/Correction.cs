using Portal.Features.Patients.Charting.Content;

namespace Portal.Features.Patients.Charting;

/// <summary>How a correction ended.</summary>
public enum CorrectionOutcome
{
    /// <summary>The entry says what the author wrote.</summary>
    Corrected = 1,

    /// <summary>Somebody else was quicker; nothing was changed.</summary>
    Conflict = 2,

    /// <summary>There is no such entry, or it may not be changed; the answer does not tell which.</summary>
    NotFound = 3,

    /// <summary>The stored entry was altered behind the portal's back or cannot be read; it must be looked into first, and nothing was changed.</summary>
    Unreadable = 4,
}

/// <summary>The answer to a correction.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Version">The entry's new version, where it was corrected.</param>
/// <param name="Conflict">What the entry says now, where somebody else was quicker.</param>
public sealed record Correction(CorrectionOutcome Outcome, int? Version = null, EntryConflict? Conflict = null);

/// <summary>What the author of a correction missed. <see cref="EntryDifference"/> compares it with what was read and with what was typed.</summary>
/// <param name="Version">The entry's version now; a correction on top of it must name it.</param>
/// <param name="Content">What it says now.</param>
/// <param name="IsInError">Whether it is marked as entered in error now.</param>
/// <param name="ChangedBy">Who changed it; <c>null</c> where an import did, or the account is gone.</param>
/// <param name="ChangedAt">When, UTC; <c>null</c> where an import did.</param>
public sealed record EntryConflict(int Version, EntryContent Content, bool IsInError, string? ChangedBy, DateTimeOffset? ChangedAt);
