namespace Portal.Web.Features.Policies;

/// <summary>Names the texts of the pages about policies (PolicyTexts.resx; further languages beside it).</summary>
public sealed class PolicyTexts;
