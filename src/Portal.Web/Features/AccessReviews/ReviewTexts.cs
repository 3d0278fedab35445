namespace Portal.Web.Features.AccessReviews;

/// <summary>Names the texts of the pages about access reviews (ReviewTexts.resx; further languages beside it).</summary>
public sealed class ReviewTexts;
