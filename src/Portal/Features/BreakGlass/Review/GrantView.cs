using Portal.Features.AuditTrail;
using Portal.Kernel;
using Portal.Kernel.Crypto;

namespace Portal.Features.BreakGlass.Review;

/// <summary>A break-glass grant with all that a decision on it stands on.</summary>
/// <param name="Item">The grant.</param>
/// <param name="Sentence">What the person wrote when the glass was broken.</param>
/// <param name="Steps">What was asked, answered and decided so far, the oldest first.</param>
/// <param name="Accesses">What was done under it, the newest first: the first page, and where the next one begins.</param>
/// <param name="OnTeamSince">Since when the person treats the patient by an ordinary relationship that began after the glass was broken; <c>null</c> where there is none.</param>
/// <param name="History">The person's other grants of the last days.</param>
/// <param name="IsOwn">Whether it is the viewer's own: somebody else must review it.</param>
/// <param name="HeldUntil">Until when a safety hold keeps the patient from being told, where one is in force.</param>
public sealed record GrantView(
    GrantItem Item, Revealed<string> Sentence, IReadOnlyList<ReviewStep> Steps, Page<AuditItem> Accesses, DateTimeOffset? OnTeamSince,
    GrantHistory History, bool IsOwn, DateTimeOffset? HeldUntil)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(GrantView);
}

/// <summary>One step of a review.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Kind">The state that the review was in from then on.</param>
/// <param name="At">When.</param>
/// <param name="Author">Who.</param>
/// <param name="Name">That person's name; <c>null</c> where the viewer may not see it.</param>
/// <param name="Text">What was written.</param>
public sealed record ReviewStep(Guid Id, GlassReview Kind, DateTimeOffset At, AccountId Author, string? Name, Revealed<string> Text)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(ReviewStep);
}

/// <summary>A person's other grants of the last <see cref="Days"/> days.</summary>
/// <param name="Appropriate">How many were found appropriate.</param>
/// <param name="Inappropriate">How many were found inappropriate.</param>
/// <param name="Undecided">How many wait.</param>
public sealed record GrantHistory(int Appropriate, int Inappropriate, int Undecided)
{
    /// <summary>How many days it looks back.</summary>
    public const int Days = 90;
}
