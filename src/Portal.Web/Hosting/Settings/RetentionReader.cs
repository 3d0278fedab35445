using Portal.Features.AuditTrail;

namespace Portal.Web.Hosting.Settings;

/// <summary>Reads <c>Portal:Audit:KeepYears</c>: for how long entries of the audit log are kept (45 CFR 164.316(b)(2)(i), ADR 0069).</summary>
internal static class RetentionReader
{
    public static int KeepYears(SettingsReader reader) => reader.Number("Audit:KeepYears", unset: RetireAudit.LeastYears, least: RetireAudit.LeastYears, most: 100);
}
