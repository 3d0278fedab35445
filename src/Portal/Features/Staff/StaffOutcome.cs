namespace Portal.Features.Staff;

/// <summary>How a change of the directory ended.</summary>
public enum StaffOutcome
{
    /// <summary>There is no such entry any more.</summary>
    Gone = 0,

    /// <summary>It was done.</summary>
    Done = 1,

    /// <summary>Another entry has the staff number.</summary>
    NumberTaken = 2,

    /// <summary>The manager would be managed by the person, directly or through others.</summary>
    Circle = 3,

    /// <summary>The manager has no entry.</summary>
    ManagerGone = 4,

    /// <summary>Somebody else changed it meanwhile.</summary>
    Changed = 5,

    /// <summary>The row is not as the portal wrote it: nothing is saved over it.</summary>
    Damaged = 6,

    /// <summary>Others have the person as their manager.</summary>
    Manages = 7,

    /// <summary>Nothing differs from what is there.</summary>
    Same = 8,

    /// <summary>The account or the practitioner belongs to another entry.</summary>
    Taken = 9,

    /// <summary>The person would hold an administrator's and a compliance officer's account.</summary>
    BothSides = 10,

    /// <summary>It is a patient's account, or there is none.</summary>
    NotStaff = 11,
}

/// <summary>How a change of the directory ended, and for which entry.</summary>
/// <param name="Outcome">How.</param>
/// <param name="Id">The entry.</param>
public sealed record StaffResult(StaffOutcome Outcome, Guid? Id = null);
