namespace Portal.Kernel.Notices;

/// <summary>How long notices are kept.</summary>
/// <param name="Read">How long one is kept after it was read.</param>
public sealed record NoticeRetention(TimeSpan Read)
{
    private static readonly TimeSpan TwoYears = TimeSpan.FromDays(730);

    /// <summary>Half a year.</summary>
    public static NoticeRetention Default { get; } = new(TimeSpan.FromDays(180));

    /// <summary>How long one is kept that nobody read: two years, and never less than one that was read.</summary>
    public TimeSpan Unread => Read > TwoYears ? Read : TwoYears;
}
