namespace Portal.Web.Features.AuditTrail;

/// <summary>Names the texts of the pages about the audit log (AuditTexts.resx; further languages beside it).</summary>
public sealed class AuditTexts;
