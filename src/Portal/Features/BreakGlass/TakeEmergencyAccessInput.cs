using FluentValidation;

namespace Portal.Features.BreakGlass;

/// <summary>Why the glass is broken.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Sentence">A sentence that a reviewer will read: 15 letters at least, 1,000 characters at most.</param>
public sealed record TakeEmergencyAccessInput(GlassReason Reason, string? Sentence)
{
    /// <summary>The most characters of the sentence.</summary>
    public const int MaxLength = Sentences.MaxLength;

    // It is about a patient.
    /// <inheritdoc/>
    public override string ToString() => nameof(TakeEmergencyAccessInput);
}

internal sealed class TakeEmergencyAccessValidator : AbstractValidator<TakeEmergencyAccessInput>
{
    public TakeEmergencyAccessValidator()
    {
        RuleFor(input => input.Reason).Must(GlassReasons.IsKnown).WithMessage("Choose a reason.");
        RuleFor(input => input.Sentence)
            .MaximumLength(Sentences.MaxLength).WithMessage("Write at most 1,000 characters.")
            .Must(Sentences.IsOne).WithMessage("Write a sentence that says why you need this record now: at least 15 letters.");
    }
}
