namespace Portal.Web.Features.BreakGlass;

/// <summary>Names the texts of break-glass (GlassTexts.resx; further languages beside it).</summary>
public sealed class GlassTexts;
