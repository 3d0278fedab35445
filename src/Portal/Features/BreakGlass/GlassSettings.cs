namespace Portal.Features.BreakGlass;

/// <summary>How long what breaking the glass opens stays open, and how soon it is reviewed.</summary>
/// <param name="Length">How long a grant lasts, <see cref="Shortest"/> to <see cref="Longest"/>.</param>
/// <param name="ReviewWithin">How long after its start a grant must have been reviewed.</param>
public sealed record GlassSettings(TimeSpan Length, TimeSpan ReviewWithin)
{
    /// <summary>A minute.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Four hours: a grant that says it lasts longer opens nothing.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromMinutes(240);

    /// <summary>An hour, and 72 hours for the review.</summary>
    public static GlassSettings Default { get; } = new(TimeSpan.FromMinutes(60), TimeSpan.FromHours(72));
}
