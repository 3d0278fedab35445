using Portal.Kernel;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings;

/// <summary>Where a page of the queue ended: among the open ones, or further down among the reviewed ones.</summary>
internal sealed record FindingCursor(FindingState Part, TimeCursor? Place)
{
    public override string ToString() => $"{(Part == FindingState.Open ? 'o' : 'r')}{Place}";

    /// <summary>The cursor that a validated text is; <c>null</c> for the first page.</summary>
    public static FindingCursor? Parse(string? text) => text is { Length: > 0 }
        ? new FindingCursor(text[0] == 'o' ? FindingState.Open : FindingState.Reviewed, text.Length > 1 ? TimeCursor.Parse(text[1..]) : null)
        : null;

    public static bool IsNoneOrOurs(string? text) => text is null || (text is ['o' or 'r', ..] && (text.Length == 1 || TimeCursor.IsNoneOrOurs(text[1..])));
}
