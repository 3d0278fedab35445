using Portal.Features.Identity.Desk;

namespace Portal.Features.Patients.Desk;

/// <summary>What is printed for the patient, once.</summary>
/// <param name="Kind">What the code is for.</param>
/// <param name="Name">The patient's name, as letters write it.</param>
/// <param name="Code">The code, in groups.</param>
/// <param name="ExpiresAt">Until when it works, UTC.</param>
public sealed record DeskLetter(DeskCodeKind Kind, string Name, string Code, DateTimeOffset ExpiresAt)
{
    /// <inheritdoc/>
    public override string ToString() => "DeskLetter";
}

/// <summary>How the making of a code ended.</summary>
public enum DeskLetterOutcome
{
    /// <summary>There is no such patient, or it may not be opened.</summary>
    NotFound = 0,

    /// <summary>There is a letter to print.</summary>
    Made = 1,

    /// <summary>The record's name or birth date is missing or cannot be read.</summary>
    Unreadable = 2,

    /// <summary>The patient's account is closed, or somebody else is making a code at this moment.</summary>
    NotNow = 3,

    /// <summary>The patient is too young for an account of their own (<see cref="OwnAccountAge"/>).</summary>
    TooYoung = 4,

    /// <summary>The record says that the patient has died.</summary>
    Deceased = 5,
}

/// <summary>The end of the making of a code.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Letter">What to print, where a code was made.</param>
public sealed record DeskLetterResult(DeskLetterOutcome Outcome, DeskLetter? Letter);
