using FluentValidation;
using Portal.Kernel;

namespace Portal.Features.BreakGlass.Review;

/// <summary>A part of all grants.</summary>
public enum GlassPart
{
    /// <summary>Those that have ended and were not decided on, what is due soonest first.</summary>
    Due = 1,

    /// <summary>Those that were decided on, the latest first.</summary>
    Decided = 2,
}

/// <summary>What is asked of the list of grants.</summary>
/// <param name="Part">Which part.</param>
/// <param name="Cursor">Where the page begins; <c>null</c> for the first.</param>
public sealed record GlassQuery(GlassPart Part = GlassPart.Due, string? Cursor = null);

/// <summary>The board of break-glass: what is open now, and a page of the rest.</summary>
/// <param name="Live">Those that open a record now, what ends soonest first; at most <see cref="ListGrants.MostLive"/>.</param>
/// <param name="Page">The part that was asked for.</param>
/// <param name="Counts">How many wait, whatever was asked for.</param>
/// <param name="Pulse">As the board was when this was read; <see cref="WatchGrants"/> says another one as soon as anything changed.</param>
public sealed record GlassBoard(IReadOnlyList<GrantItem> Live, Page<GrantItem> Page, GlassCounts Counts, GlassPulse Pulse)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(GlassBoard);
}

/// <summary>How many grants wait for a decision.</summary>
/// <param name="Due">All of them.</param>
/// <param name="Overdue">Those whose time has passed.</param>
public sealed record GlassCounts(int Due, int Overdue)
{
    /// <summary>None.</summary>
    public static GlassCounts None { get; } = new(0, 0);
}

/// <summary>Tells one state of the board from another: how many grants wait, how often they were changed in all, and the newest. It is compared and says nothing else.</summary>
/// <param name="Waiting">How many.</param>
/// <param name="Changes">How often these were changed.</param>
/// <param name="Newest">When the newest of them was taken.</param>
public sealed record GlassPulse(int Waiting, int Changes, DateTimeOffset? Newest)
{
    /// <summary>Nothing waits.</summary>
    public static GlassPulse Still { get; } = new(0, 0, null);
}

internal sealed class GlassQueryRules : AbstractValidator<GlassQuery>
{
    public GlassQueryRules()
    {
        RuleFor(query => query.Part).IsInEnum();
        RuleFor(query => query.Cursor).IsACursor();
    }
}
