namespace Portal.Kernel.Notices;

/// <summary>How long notices are kept.</summary>
/// <param name="Read">How long one is kept after it was read; one that nobody read stays until its account goes.</param>
public sealed record NoticeRetention(TimeSpan Read)
{
    /// <summary>Half a year.</summary>
    public static NoticeRetention Default { get; } = new(TimeSpan.FromDays(180));
}
