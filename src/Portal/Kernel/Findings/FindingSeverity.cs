namespace Portal.Kernel.Findings;

/// <summary>How soon a finding must be looked at. The number is stored.</summary>
public enum FindingSeverity
{
    /// <summary>Worth a look.</summary>
    Low = 1,

    /// <summary>Needs an answer.</summary>
    Medium = 2,

    /// <summary>Needs an answer within days: what it speaks of may go on.</summary>
    High = 3,
}
