using FluentValidation;

namespace Portal.Features.BreakGlass.Review;

/// <summary>What a reviewer says about a grant.</summary>
/// <param name="Grant">Which.</param>
/// <param name="Seen">How many steps of the review were shown to the reviewer.</param>
/// <param name="Verdict"><see cref="GlassReview.Appropriate"/>, <see cref="GlassReview.Inappropriate"/>, or <see cref="GlassReview.Asked"/> for a question.</param>
/// <param name="Text">Why, or the question: a sentence at least, but for what is appropriate, where it may be left out. Kept encrypted under the patient's key.</param>
public sealed record GrantReview(Guid Grant, int Seen, GlassReview Verdict, string Text)
{
    /// <summary>The longest text.</summary>
    public const int LongestText = 2000;

    // It is about a patient.
    /// <inheritdoc/>
    public override string ToString() => nameof(GrantReview);
}

/// <summary>How a step of a review ended.</summary>
public enum GrantReviewResult
{
    /// <summary>It is kept.</summary>
    Done = 1,

    /// <summary>Nothing was kept: somebody else was quicker, or it was decided before. What stands there is shown anew.</summary>
    Changed = 2,

    /// <summary>Nothing was kept: it is the reviewer's own grant.</summary>
    Own = 3,

    /// <summary>Nothing was kept: the record is still open by the grant, and what comes cannot be called appropriate yet.</summary>
    StillOpen = 4,

    /// <summary>Nothing was kept: the row was altered past the portal, and no decision can stand on it.</summary>
    Altered = 5,

    /// <summary>There is no such grant.</summary>
    NotFound = 6,
}

internal sealed class GrantReviewRules : AbstractValidator<GrantReview>
{
    public GrantReviewRules()
    {
        RuleFor(review => review.Grant).NotEmpty();
        RuleFor(review => review.Seen).GreaterThanOrEqualTo(0);
        RuleFor(review => review.Verdict).Must(one => one is GlassReview.Appropriate or GlassReview.Inappropriate or GlassReview.Asked).WithMessage("Choose what you found.");
        RuleFor(review => review.Text).NotNull().MaximumLength(GrantReview.LongestText).WithMessage("Write at most 2,000 characters.");
        RuleFor(review => review.Text).Must(Sentences.IsOne).When(review => review.Verdict != GlassReview.Appropriate).WithMessage(Sentences.Wanted);
    }
}
