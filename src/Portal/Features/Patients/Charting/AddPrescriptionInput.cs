using FluentValidation;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Features.Patients.Charting;

/// <summary>A new prescription.</summary>
/// <param name="EntryId">The entry's id, chosen once by the form, so that a form sent twice makes one entry.</param>
/// <param name="Content">What it says.</param>
public sealed record AddPrescriptionInput(Guid EntryId, PrescriptionContent Content);

internal sealed class AddPrescriptionValidator : AbstractValidator<AddPrescriptionInput>
{
    public AddPrescriptionValidator(TimeProvider clock)
    {
        RuleFor(input => input.EntryId).NotEmpty().WithMessage("Open the form again: it has no id of its own.");
        RuleFor(input => input.Content).NotNull().WithMessage("Fill in the form.").SetValidator(new PrescriptionContentValidator(clock));
        RuleFor(input => input.Content.Dosage).Required("Say how to take it.").When(input => input.Content is not null);
    }
}
