namespace Portal.Features.BreakGlass;

/// <summary>How asking for emergency access ended.</summary>
public enum GlassOutcome
{
    /// <summary>There is no such record, or the glass may not be broken; the answer does not tell which.</summary>
    NotFound = 0,

    /// <summary>The record is open to the person now.</summary>
    Open = 1,

    /// <summary>The record is open to the person without breaking the glass.</summary>
    NotNeeded = 2,

    /// <summary>The reason does not fit: the patient excludes the person, and another reason was given, or the other way round.</summary>
    WrongReason = 3,
}

/// <summary>The end of asking for emergency access.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Grant">The grant's id, where the record is open by it.</param>
public sealed record GlassResult(GlassOutcome Outcome, Guid? Grant = null);

/// <summary>How a grant of one's own stands.</summary>
/// <param name="IsOpen">Whether it opens the record now.</param>
/// <param name="Ended">How it ended; <see cref="GlassEnd.None"/> where it is open, or counts for nothing for another reason.</param>
public sealed record GlassState(bool IsOpen, GlassEnd Ended);
