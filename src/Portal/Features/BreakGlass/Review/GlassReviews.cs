namespace Portal.Features.BreakGlass.Review;

/// <summary>What is due for review, said once: for lists, counts, the board's pulse and the job that escalates.</summary>
internal static class GlassReviews
{
    /// <summary>Whether nobody has decided yet.</summary>
    public static bool IsOpen(GlassReview review) => review is not (GlassReview.Appropriate or GlassReview.Inappropriate);

    /// <summary>The grants that nobody has decided on: all that are open now, and all that are due.</summary>
    public static IQueryable<GlassGrant> Undecided(this IQueryable<GlassGrant> grants) => grants.Where(row => row.Review < GlassReview.Appropriate);

    /// <summary>The grants that were decided on.</summary>
    public static IQueryable<GlassGrant> Decided(this IQueryable<GlassGrant> grants) => grants.Where(row => row.Review >= GlassReview.Appropriate);
}
