using FluentValidation;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Features.Patients.Charting;

/// <summary>A new allergy or intolerance.</summary>
/// <param name="EntryId">The entry's id, chosen once by the form, so that a form sent twice makes one entry.</param>
/// <param name="Content">What it says.</param>
public sealed record AddAllergyInput(Guid EntryId, AllergyContent Content);

internal sealed class AddAllergyValidator : AbstractValidator<AddAllergyInput>
{
    public AddAllergyValidator(TimeProvider clock)
    {
        RuleFor(input => input.EntryId).NotEmpty().WithMessage("Open the form again: it has no id of its own.");
        RuleFor(input => input.Content).NotNull().WithMessage("Fill in the form.").SetValidator(new AllergyContentValidator(clock));
    }
}
