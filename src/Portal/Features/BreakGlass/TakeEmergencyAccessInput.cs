using FluentValidation;

namespace Portal.Features.BreakGlass;

/// <summary>Why the glass is broken.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Sentence">A sentence that a reviewer will read: 15 letters at least, 1,000 characters at most.</param>
public sealed record TakeEmergencyAccessInput(GlassReason Reason, string? Sentence)
{
    /// <summary>The most characters of the sentence.</summary>
    public const int MaxLength = 1000;

    /// <summary>The fewest letters of the sentence.</summary>
    public const int MinLetters = 15;

    // It is about a patient.
    /// <inheritdoc/>
    public override string ToString() => nameof(TakeEmergencyAccessInput);
}

internal sealed class TakeEmergencyAccessValidator : AbstractValidator<TakeEmergencyAccessInput>
{
    // "aaaa…" and "haha…" are no sentence.
    private const int MinKinds = 5;

    public TakeEmergencyAccessValidator()
    {
        RuleFor(input => input.Reason).Must(GlassReasons.IsKnown).WithMessage("Choose a reason.");
        RuleFor(input => input.Sentence)
            .MaximumLength(TakeEmergencyAccessInput.MaxLength).WithMessage("Write at most 1,000 characters.")
            .Must(IsASentence).WithMessage("Write a sentence that says why you need this record now: at least 15 letters.");
    }

    private static bool IsASentence(string? text)
    {
        var letters = (text ?? "").Where(char.IsLetter).Select(char.ToLowerInvariant).ToList();
        return letters.Count >= TakeEmergencyAccessInput.MinLetters && letters.Distinct().Count() >= MinKinds;
    }
}
