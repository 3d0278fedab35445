namespace Portal.Features.AccessReviews;

/// <summary>Whose access is reviewed. Numbers are stored.</summary>
public enum ReviewScope : short
{
    /// <summary>Not known.</summary>
    None = 0,

    /// <summary>Everybody whose role opens health data.</summary>
    Everybody = 1,

    /// <summary>Everybody who holds one role.</summary>
    Role = 2,

    /// <summary>Everybody of one department.</summary>
    Department = 3,
}

/// <summary>How far a review has come. Numbers are stored.</summary>
public enum ReviewState : short
{
    /// <summary>Not known.</summary>
    None = 0,

    /// <summary>Reviewers decide.</summary>
    Running = 1,

    /// <summary>Its time is over, or it had nobody to review; it waits to be signed.</summary>
    Ended = 2,

    /// <summary>Signed: nothing of it changes any more.</summary>
    Signed = 3,
}

/// <summary>What became of a line. Numbers are stored.</summary>
public enum LineState : short
{
    /// <summary>Nobody has decided.</summary>
    Waiting = 0,

    /// <summary>The access stays.</summary>
    Kept = 1,

    /// <summary>A lesser role took the role's place, or none.</summary>
    Reduced = 2,

    /// <summary>The account was disabled.</summary>
    Revoked = 3,

    /// <summary>Nobody decided in time: the account was disabled.</summary>
    Suspended = 4,

    /// <summary>Nobody decided in time, and the account stays until an officer decides.</summary>
    Escalated = 5,

    /// <summary>The access had changed by other hands before anybody decided.</summary>
    Overtaken = 6,
}

/// <summary>What a reviewer should look at. Numbers are stored.</summary>
[Flags]
public enum LineMarks : short
{
    /// <summary>Nothing unusual.</summary>
    None = 0,

    /// <summary>Nobody ever signed in with the account.</summary>
    NeverIn = 1,

    /// <summary>Nobody signed in for a month.</summary>
    Dormant = 2,

    /// <summary>The role gives access to others, or watches over it.</summary>
    SensitiveRole = 4,

    /// <summary>Findings about the person are open.</summary>
    OpenFindings = 8,

    /// <summary>By the staff directory the person has left.</summary>
    Left = 16,

    /// <summary>The staff directory does not know whose account it is.</summary>
    Unlisted = 32,
}

/// <summary>How a step with a review ended.</summary>
public enum ReviewOutcome
{
    /// <summary>It was done.</summary>
    Done = 1,

    /// <summary>Nothing was done: there is no such review or line, or it is somebody else's to decide.</summary>
    NotFound = 2,

    /// <summary>Nothing was done: somebody was quicker, or it was decided before.</summary>
    Changed = 3,

    /// <summary>Nothing was done: the review is signed.</summary>
    Frozen = 4,

    /// <summary>Nothing was done: nobody decides about the own access.</summary>
    Own = 5,

    /// <summary>Nothing was done: it is the last administrator or compliance officer who can act.</summary>
    LastOne = 6,

    /// <summary>Nothing was done: the row was altered past the portal.</summary>
    Altered = 7,

    /// <summary>Nothing was done: that role is no lesser one.</summary>
    NotLess = 8,

    /// <summary>Nothing was done: whoever it shall be handed to may not decide about it.</summary>
    NotAllowed = 9,

    /// <summary>Nothing was done: it is marked, and to keep it wants a sentence.</summary>
    NeedsComment = 10,

    /// <summary>Nothing was done: a review of the same scope runs already.</summary>
    Runs = 11,

    /// <summary>Nothing was done: not everything is decided, and the time is not over.</summary>
    NotEnded = 12,

    /// <summary>The account or its role changed by other hands since the review began: the line was closed with that.</summary>
    Overtaken = 13,
}
