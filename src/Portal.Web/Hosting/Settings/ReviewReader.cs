using Portal.Data.Postgres.Embedded;
using Portal.Kernel.Access;
using Portal.Kernel.Findings;

namespace Portal.Web.Hosting.Settings;

/// <summary>Reads <c>Portal:Review</c>: by when findings are reviewed, and what is looked for in the audit log.</summary>
internal static class ReviewReader
{
    /// <summary>Days until a review, by severity.</summary>
    /// <exception cref="PortalSetupException">A number cannot be.</exception>
    public static FindingDays Days(SettingsReader reader) => new(
        reader.Number("Review:Days:High", FindingDays.Default.High, least: 1, most: 365),
        reader.Number("Review:Days:Medium", FindingDays.Default.Medium, least: 1, most: 365),
        reader.Number("Review:Days:Low", FindingDays.Default.Low, least: 1, most: 365));

    /// <summary>What is looked for.</summary>
    /// <exception cref="PortalSetupException">A value cannot be read.</exception>
    public static FindingRules Rules(SettingsReader reader) => FindingRules.Default with
    {
        Refusals = reader.Number("Review:Refusals:Count", FindingRules.Default.Refusals, least: 2, most: 50),
        RefusalWindow = reader.Span("Review:Refusals:Window", FindingRules.Default.RefusalWindow, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)),
        Zone = reader.Text("Review:TimeZone") is { } zone ? ZoneOf(zone) : TimeZoneInfo.Utc,
        Hours = Hours(reader),
    };

    private static Dictionary<Role, WorkingHours> Hours(SettingsReader reader)
    {
        var hours = new Dictionary<Role, WorkingHours>(FindingRules.Default.Hours);
        foreach (var role in Roles.OfPeople)
        {
            if (reader.Text($"Review:Hours:{role}") is { } text)
            {
                hours[role] = WorkingHours.Parse(text)
                    ?? throw SettingsReader.Refused($"Review:Hours:{role}", "must be hours such as 07:00-19:00, 07:00-19:00 weekdays, or always");
            }
        }

        return hours;
    }

    private static TimeZoneInfo ZoneOf(string id) => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone
        : throw SettingsReader.Refused("Review:TimeZone", "must be a time zone such as Europe/Oslo");
}
