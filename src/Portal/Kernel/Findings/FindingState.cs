namespace Portal.Kernel.Findings;

/// <summary>Where a finding stands. The number is stored.</summary>
public enum FindingState
{
    /// <summary>Nobody has decided it.</summary>
    Open = 1,

    /// <summary>Somebody has, with an outcome.</summary>
    Reviewed = 2,
}
