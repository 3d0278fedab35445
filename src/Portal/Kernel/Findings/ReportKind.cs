namespace Portal.Kernel.Findings;

/// <summary>A report that the portal makes by itself. The number is stored and never changes; new kinds come at the end.</summary>
public enum ReportKind
{
    /// <summary>What was done in a day.</summary>
    DailyActivity = 1,

    /// <summary>What a week was like, beside the weeks before.</summary>
    WeeklyPatterns = 2,
}
