using System.Text;
using FluentValidation;
using Portal.Features.Patients.Registration;
using Portal.Kernel;

namespace Portal.Features.Patients;

/// <summary>What is searched for.</summary>
/// <param name="Text">Part of a name (two letters or more of each word, one in scripts without case), or a whole number, address or date.</param>
/// <param name="Cursor">The cursor of the page before, or <c>null</c>.</param>
internal sealed record SearchPatientsInput(string Text, string? Cursor);

internal sealed class SearchPatientsValidator : AbstractValidator<SearchPatientsInput>
{
    public SearchPatientsValidator()
    {
        RuleFor(input => input.Text).MaximumLength(100).WithMessage("Type at most 100 characters.");
        RuleFor(input => input.Text).Must(text => text is not null && IsEnough(text)).WithMessage("Type at least two letters.");
        RuleFor(input => input.Text).Must(text => text?.EnumerateRunes().Contains(Rune.ReplacementChar) != true).WithMessage("Type letters and digits.");
        RuleFor(input => input.Cursor).IsACursor();
    }

    private static bool IsEnough(string text) =>
        text.EnumerateRunes().Count(Rune.IsLetterOrDigit) >= 2 || text.EnumerateRunes().Any(PatientIndexes.IsWholeInOneLetter);
}
