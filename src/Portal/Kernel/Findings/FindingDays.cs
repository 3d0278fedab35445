namespace Portal.Kernel.Findings;

/// <summary>By when a finding must be reviewed.</summary>
/// <param name="High">Days for one of high severity.</param>
/// <param name="Medium">Days for one of medium severity.</param>
/// <param name="Low">Days for one of low severity.</param>
public sealed record FindingDays(int High, int Medium, int Low)
{
    /// <summary>Three days, two weeks, a month.</summary>
    public static FindingDays Default { get; } = new(3, 14, 30);

    /// <summary>The days for a severity; those of the highest for one that is not known.</summary>
    public TimeSpan For(FindingSeverity severity) => TimeSpan.FromDays(severity switch
    {
        FindingSeverity.Low => Low,
        FindingSeverity.Medium => Medium,
        _ => High,
    });
}
