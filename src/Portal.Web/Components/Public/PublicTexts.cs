namespace Portal.Web.Components.Public;

/// <summary>Names the texts of the pages that are open to everybody.</summary>
public sealed class PublicTexts;
