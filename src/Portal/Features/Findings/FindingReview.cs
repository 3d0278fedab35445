using FluentValidation;
using Portal.Kernel.Findings;

namespace Portal.Features.Findings;

/// <summary>What came of a finding.</summary>
/// <param name="Id">Which.</param>
/// <param name="Version">As it was shown to the reviewer (<see cref="FindingView.Version"/>).</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Note">Why, in the reviewer's words; kept encrypted.</param>
public sealed record FindingReview(Guid Id, int Version, FindingOutcome Outcome, string Note)
{
    /// <summary>The longest note.</summary>
    public const int LongestNote = 4000;

    /// <inheritdoc/>
    public override string ToString() => "FindingReview";
}

/// <summary>How a review ended.</summary>
public enum ReviewResult
{
    /// <summary>It is kept.</summary>
    Done = 1,

    /// <summary>Nothing was kept: somebody else reviewed it, or more of the same came in since it was shown.</summary>
    Changed = 2,

    /// <summary>Nothing was kept: it is about what the reviewer did.</summary>
    Own = 3,
}

internal sealed class FindingReviewRules : AbstractValidator<FindingReview>
{
    public FindingReviewRules()
    {
        RuleFor(r => r.Id).NotEmpty();
        RuleFor(r => r.Version).GreaterThan(0);
        RuleFor(r => r.Outcome).IsInEnum().WithMessage("Choose what came of it.");
        RuleFor(r => r.Note).NotEmpty().WithMessage("Write in a sentence why.")
            .MaximumLength(FindingReview.LongestNote).WithMessage("Keep the note below 4,000 characters.");
    }
}
