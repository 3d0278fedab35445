namespace Portal.Web.Features.Findings;

/// <summary>Names the texts of the pages about findings and reports (FindingTexts.resx; further languages beside it).</summary>
public sealed class FindingTexts;
