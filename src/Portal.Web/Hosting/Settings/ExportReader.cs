using Portal.Features.AuditTrail.Exports;

namespace Portal.Web.Hosting.Settings;

/// <summary>Reads <c>Portal:Exports</c>: how long a finished export of the audit log can be downloaded (ADR 0066).</summary>
internal static class ExportReader
{
    private const int MostHours = 24 * 30;

    public static AuditExportSettings Read(SettingsReader reader) => AuditExportSettings.Default with
    {
        Keep = TimeSpan.FromHours(reader.Number("Exports:KeepHours", unset: (int)AuditExportSettings.Default.Keep.TotalHours, least: 1, most: MostHours)),
    };
}
