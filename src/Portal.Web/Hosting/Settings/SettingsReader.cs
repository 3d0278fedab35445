using System.Globalization;
using Portal.Data.Postgres.Embedded;

namespace Portal.Web.Hosting.Settings;

/// <summary>Reads values below <c>Portal:</c>; what cannot be read refuses the start with a sentence that names the setting as an environment variable.</summary>
internal sealed class SettingsReader(IConfiguration configuration)
{
    /// <summary>The value, or <c>null</c> where it is not set or empty.</summary>
    public string? Text(string name) => configuration[$"Portal:{name}"] is { Length: > 0 } text ? text.Trim() : null;

    public int Number(string name, int unset, int least, int most) => Text(name) is not { } text ? unset
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw Refused(name, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}"));

    public int? Port(string name) => Text(name) is null ? null : Number(name, unset: 0, least: 1, most: 65535);

    public bool Flag(string name) => Text(name) is { } text
        && (bool.TryParse(text, out var flag) ? flag : throw Refused(name, "must be true or false"));

    public TimeSpan Span(string name, TimeSpan unset, TimeSpan least, TimeSpan most) => Text(name) is not { } text ? unset
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) && span >= least && span <= most ? span
        : throw Refused(name, string.Create(CultureInfo.InvariantCulture, $"must be a time from {least:c} to {most:c}, written as hours:minutes:seconds"));

    /// <summary>The parts of a list that is written with commas.</summary>
    public IReadOnlyList<string> Many(string name) =>
        Text(name)?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    public static PortalSetupException Refused(string name, string rule) => new($"{Variable(name)} {rule}: correct or remove it.");

    /// <summary>The environment variable of a setting.</summary>
    public static string Variable(string name) => $"Portal__{name.Replace(":", "__", StringComparison.Ordinal)}";
}
