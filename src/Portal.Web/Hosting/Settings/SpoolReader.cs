using Portal.Data.Auditing.Emergency;

namespace Portal.Web.Hosting.Settings;

/// <summary>Reads <c>Portal:Audit:EmergencyFolder</c>: where this node keeps what is done under break-glass while the audit log takes no entries (ADR 0102).</summary>
internal static class SpoolReader
{
    public static SpoolSettings Read(SettingsReader reader, string? usual)
    {
        var folder = reader.Text("Audit:EmergencyFolder");
        return folder is null || Path.IsPathFullyQualified(folder)
            ? new SpoolSettings(folder ?? usual)
            : throw SettingsReader.Refused("Audit:EmergencyFolder", "must be a whole path");
    }
}
