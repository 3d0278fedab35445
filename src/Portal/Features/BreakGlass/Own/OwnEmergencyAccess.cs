using Portal.Kernel.Access;

namespace Portal.Features.BreakGlass.Own;

/// <summary>One time that somebody broke the glass over the patient's own record, as the patient is told of it: the role and not the name, the reason and not the sentence.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Role">In which role the person was.</param>
/// <param name="Reason">For which reason.</param>
/// <param name="Start">From when, UTC.</param>
/// <param name="End">When it ended; while it is open, when it ends by itself. UTC.</param>
/// <param name="IsOpen">Whether the record is open by it now.</param>
/// <param name="Outcome">What the review came to; <see cref="GlassReview.Due"/> while it is being checked, whatever step it is at.</param>
/// <param name="CheckedAt">When that was decided.</param>
public sealed record OwnEmergencyAccess(
    Guid Id, Role Role, GlassReason Reason, DateTimeOffset Start, DateTimeOffset End, bool IsOpen, GlassReview Outcome, DateTimeOffset? CheckedAt)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(OwnEmergencyAccess);
}

/// <summary>A page of the patient's own list.</summary>
/// <param name="Items">The newest first.</param>
/// <param name="Altered">How many on this page cannot be shown, because they are not as the portal wrote them.</param>
/// <param name="Next">Where the next page begins; <c>null</c> at the end.</param>
public sealed record OwnEmergencyAccesses(IReadOnlyList<OwnEmergencyAccess> Items, int Altered, string? Next);
