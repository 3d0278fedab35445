using FluentValidation;

namespace Portal.Features.BreakGlass;

/// <summary>A safety hold to be set.</summary>
/// <param name="Until">Until when, UTC: a year from now at most.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SafetyHoldInput(DateTimeOffset Until, string? Reason)
{
    /// <summary>The longest hold; a longer one is set again, with a reason of that time.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(366);

    // It is about a patient.
    /// <inheritdoc/>
    public override string ToString() => nameof(SafetyHoldInput);
}

internal sealed class SafetyHoldValidator : AbstractValidator<SafetyHoldInput>
{
    public SafetyHoldValidator(TimeProvider clock)
    {
        RuleFor(input => input.Until)
            .Must(until => until > clock.GetUtcNow()).WithMessage("Give an end that lies ahead.")
            .Must(until => until <= clock.GetUtcNow() + SafetyHoldInput.Longest).WithMessage("Give an end within a year; a hold can be set again.");
        RuleFor(input => input.Reason)
            .MaximumLength(Sentences.MaxLength).WithMessage("Write at most 1,000 characters.")
            .Must(Sentences.IsOne).WithMessage("Write a sentence that says why the patient must not be told now: at least 15 letters.");
    }
}
