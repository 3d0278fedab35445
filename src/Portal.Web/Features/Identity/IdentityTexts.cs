namespace Portal.Web.Features.Identity;

/// <summary>Names the texts of the sign-in pages (IdentityTexts.resx; further languages beside it).</summary>
public sealed class IdentityTexts;
