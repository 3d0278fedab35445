using FluentValidation;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Features.Patients.Charting;

/// <summary>A new vital sign or result.</summary>
/// <param name="EntryId">The entry's id, chosen once by the form, so that a form sent twice makes one entry.</param>
/// <param name="Content">What it says.</param>
public sealed record AddObservationInput(Guid EntryId, ObservationContent Content);

internal sealed class AddObservationValidator : AbstractValidator<AddObservationInput>
{
    public AddObservationValidator(TimeProvider clock)
    {
        RuleFor(input => input.EntryId).NotEmpty().WithMessage("Open the form again: it has no id of its own.");
        RuleFor(input => input.Content).NotNull().WithMessage("Fill in the form.").SetValidator(new ObservationContentValidator(clock));
        RuleFor(input => input.Content.Category).OneOf(
                "vital-signs", "laboratory", "survey", "social-history", "exam", "imaging", "procedure", "therapy", "activity")
            .When(input => input.Content is not null);
    }
}
