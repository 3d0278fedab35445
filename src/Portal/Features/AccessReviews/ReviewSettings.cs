namespace Portal.Features.AccessReviews;

/// <summary>How often access is reviewed, for how long, and what becomes of what nobody decided.</summary>
/// <param name="EveryMonths">Months from one review of everybody to the next.</param>
/// <param name="Days">Days that reviewers have.</param>
/// <param name="Undecided">What becomes of what nobody decided in time.</param>
public sealed record ReviewSettings(int EveryMonths, int Days, WhenUndecided Undecided)
{
    /// <summary>Every three months, 30 days, suspended.</summary>
    public static ReviewSettings Default { get; } = new(3, 30, WhenUndecided.Suspend);
}

/// <summary>What becomes of access about which nobody decided in time.</summary>
public enum WhenUndecided
{
    /// <summary>The account is disabled; an administrator can enable it again.</summary>
    Suspend = 1,

    /// <summary>The account stays, officers are told and decide.</summary>
    Escalate = 2,
}
