using FluentValidation;

namespace Portal.Features.Patients;

/// <summary>What is searched for.</summary>
/// <param name="Text">Part of a name (two letters or more of each word), a record number, or a birth date.</param>
/// <param name="Cursor">The cursor of the page before, or <c>null</c>.</param>
internal sealed record SearchPatientsInput(string Text, string? Cursor);

internal sealed class SearchPatientsValidator : AbstractValidator<SearchPatientsInput>
{
    public SearchPatientsValidator()
    {
        RuleFor(input => input.Text).MaximumLength(100).WithMessage("Type at most 100 characters.");
        RuleFor(input => input.Text).Must(text => text?.Count(char.IsLetterOrDigit) >= 2).WithMessage("Type at least two letters.");
        RuleFor(input => input.Cursor).IsACursor();
    }
}
