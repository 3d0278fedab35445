using System.Globalization;
using Microsoft.Extensions.Localization;
using Portal.Features.AccessReviews;
using Portal.Web.Resources;

namespace Portal.Web.Features.AccessReviews;

/// <summary>Reviews in plain words.</summary>
internal static class ReviewWording
{
    /// <summary>Whose access a review is about.</summary>
    public static string Scope(this IStringLocalizer<ReviewTexts> texts, ReviewItem item, IStringLocalizer<Texts> names) => item.Scope switch
    {
        ReviewScope.Role => texts["Scope.Of.Role", names[$"Role.{item.Role}"]],
        ReviewScope.Department => texts["Scope.Of.Department", item.Department ?? ""],
        _ => texts["Scope.Everybody"],
    };

    /// <summary>Somebody: the name, or the first letters of the account.</summary>
    public static string Who(this IStringLocalizer<ReviewTexts> texts, ReviewPerson? person) => person switch
    {
        null => texts["Nobody"],
        { Name: { } name } => name,
        _ => texts["Unnamed", person.Id.ToString()[..8]],
    };

    /// <summary>What is unusual, one by one.</summary>
    public static IEnumerable<LineMarks> Each(LineMarks marks) => Enum.GetValues<LineMarks>().Where(one => one != LineMarks.None && marks.HasFlag(one));

    /// <summary>A number that may not have been counted.</summary>
    public static string Count(this IStringLocalizer<ReviewTexts> texts, int? count) => count?.ToString("N0", CultureInfo.CurrentCulture) ?? texts["NotCounted"];

    /// <summary>The look of a review's state.</summary>
    public static string TagOf(ReviewState state) => state switch { ReviewState.Running => "tag-on", ReviewState.Ended => "tag-warn", _ => "" };

    /// <summary>The look of a line's state.</summary>
    public static string TagOf(LineState state) => state switch
    {
        LineState.Waiting => "tag-warn",
        LineState.Kept => "tag-on",
        LineState.Escalated => "tag-bad",
        LineState.Revoked or LineState.Suspended => "tag-dead",
        _ => "",
    };
}
