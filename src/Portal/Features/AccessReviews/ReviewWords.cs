using System.Globalization;

namespace Portal.Features.AccessReviews;

/// <summary>What notices about reviews say: how many people, until when. No name.</summary>
internal static class ReviewWords
{
    public static string Waiting(int people, DateTimeOffset due) => $"{People(people)}, until {LastDay(due).ToString("d MMM yyyy", CultureInfo.InvariantCulture)}";

    public static string People(int people) => people == 1 ? "1 person" : string.Create(CultureInfo.InvariantCulture, $"{people} people");

    /// <summary>The last day on which reviewers decide.</summary>
    public static DateOnly LastDay(DateTimeOffset due) => DateOnly.FromDateTime(due.UtcDateTime.AddTicks(-1));
}
