using Portal.Features.BreakGlass;

namespace Portal.Web.Hosting.Settings;

/// <summary>Reads how long emergency access lasts and how soon it is reviewed.</summary>
internal static class GlassReader
{
    private const int MostReviewHours = 24 * 30;

    /// <exception cref="Portal.Data.Postgres.Embedded.PortalSetupException">A value is none, too small or too large.</exception>
    public static GlassSettings Read(SettingsReader reader) => new(
        TimeSpan.FromMinutes(reader.Number(
            "Glass:Minutes", (int)GlassSettings.Default.Length.TotalMinutes, (int)GlassSettings.Shortest.TotalMinutes, (int)GlassSettings.Longest.TotalMinutes)),
        TimeSpan.FromHours(reader.Number("Glass:ReviewHours", (int)GlassSettings.Default.ReviewWithin.TotalHours, least: 1, most: MostReviewHours)));
}
