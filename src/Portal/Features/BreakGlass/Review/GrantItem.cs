using Portal.Kernel;
using Portal.Kernel.Access;

namespace Portal.Features.BreakGlass.Review;

/// <summary>A break-glass grant as whoever reviews it sees it in a list. It holds ids and codes; the names in it are colleagues', for those who may see accounts.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Person">Who broke the glass.</param>
/// <param name="Name">That person's name; <c>null</c> where the viewer may not see it.</param>
/// <param name="Role">In which role.</param>
/// <param name="Patient">Over whose record, as the opaque token.</param>
/// <param name="Reason">For which reason.</param>
/// <param name="CoversWriting">Whether it covers writing in the chart.</param>
/// <param name="Start">From when, UTC.</param>
/// <param name="End">When it ended; while it is open, when it ends by itself. UTC.</param>
/// <param name="Ended">How it ended; <see cref="GlassEnd.None"/> while it is open.</param>
/// <param name="IsLive">Whether it opens the record now.</param>
/// <param name="Telling">Whether the patient was told.</param>
/// <param name="Review">How far the review is.</param>
/// <param name="DueAt">By when it must have been decided.</param>
/// <param name="IsOverdue">Whether it is not decided and that time has passed.</param>
/// <param name="Reviewer">Who decided.</param>
/// <param name="ReviewerName">That person's name; <c>null</c> where the viewer may not see it.</param>
/// <param name="ReviewedAt">When it was decided.</param>
/// <param name="IsAltered">Whether the row is not as the portal wrote it: then nothing in it can be relied on.</param>
public sealed record GrantItem(
    Guid Id, AccountId Person, string? Name, Role Role, PatientId Patient, GlassReason Reason, bool CoversWriting, DateTimeOffset Start, DateTimeOffset End,
    GlassEnd Ended, bool IsLive, GlassTelling Telling, GlassReview Review, DateTimeOffset DueAt, bool IsOverdue, AccountId? Reviewer, string? ReviewerName,
    DateTimeOffset? ReviewedAt, bool IsAltered)
{
    /// <summary>Whether it was decided.</summary>
    public bool IsDecided => Review is GlassReview.Appropriate or GlassReview.Inappropriate;

    /// <inheritdoc/>
    public override string ToString() => nameof(GrantItem);
}
