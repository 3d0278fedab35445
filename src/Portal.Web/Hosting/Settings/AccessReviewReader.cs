using Portal.Data.Postgres.Embedded;
using Portal.Features.AccessReviews;

namespace Portal.Web.Hosting.Settings;

/// <summary>Reads <c>Portal:AccessReviews</c>: how often access is reviewed, for how long, and what becomes of what nobody decided.</summary>
internal static class AccessReviewReader
{
    // As long as an officer can give.
    private const int MostDays = StartReviewInput.MostDays;

    /// <exception cref="PortalSetupException">A value cannot be.</exception>
    public static ReviewSettings Read(SettingsReader reader) => new(
        reader.Number("AccessReviews:EveryMonths", ReviewSettings.Default.EveryMonths, least: 1, most: 12),
        reader.Number("AccessReviews:Days", ReviewSettings.Default.Days, least: 15, most: MostDays),
        UndecidedOf(reader.Text("AccessReviews:Undecided")));

    private static WhenUndecided UndecidedOf(string? text) => text switch
    {
        null or "Suspend" => WhenUndecided.Suspend,
        "Escalate" => WhenUndecided.Escalate,
        _ => throw SettingsReader.Refused("AccessReviews:Undecided", "is neither Suspend nor Escalate"),
    };
}
