using FluentValidation;

namespace Portal.Features.Patients.Charting.Content;

internal sealed class NoteContentValidator : AbstractValidator<NoteContent>
{
    public NoteContentValidator(TimeProvider clock)
    {
        RuleFor(note => note.At).Happened(clock);
        RuleFor(note => note.Title).Required("Say what kind of note it is.").Words(200);
        RuleFor(note => note.Text).Required("Write the note.").Words(50_000);
    }
}

internal sealed class ObservationContentValidator : AbstractValidator<ObservationContent>
{
    public ObservationContentValidator(TimeProvider clock)
    {
        RuleFor(result => result.At).Happened(clock);
        RuleFor(result => result.Code).Term("Say what was measured.");
        RuleFor(result => result.Category).Words(64);
        RuleFor(result => result.Value).Measured();
        RuleFor(result => result.Unit).Words(50)
            .Must((result, unit) => unit is null || result.Value is not null || result.Text is not null).WithMessage("A unit belongs to a result: give the result, or leave the unit out.");
        RuleFor(result => result.Text).Words(2_000);
        RuleFor(result => result.Parts).NotNull().WithMessage("Give an empty list where there are no parts.")
            .Must(parts => parts is null || parts.Count <= 20).WithMessage("Give at most 20 parts.");
        RuleForEach(result => result.Parts).SetValidator(new ObservationPartValidator());
        RuleFor(result => result.Value)
            .Must((result, value) => value is not null || !string.IsNullOrWhiteSpace(result.Text) || result.Parts is { Count: > 0 })
            .WithMessage("Give the result: a number, words, or parts.");
    }
}

internal sealed class ObservationPartValidator : AbstractValidator<ObservationPart>
{
    public ObservationPartValidator()
    {
        RuleFor(part => part.Code).Term("Say what was measured.");
        RuleFor(part => part.Value).Measured()
            .Must((part, value) => value is not null || !string.IsNullOrWhiteSpace(part.Text)).WithMessage("Give the result: a number or words.");
        RuleFor(part => part.Unit).Words(50)
            .Must((part, unit) => unit is null || part.Value is not null || part.Text is not null).WithMessage("A unit belongs to a result: give the result, or leave the unit out.");
        RuleFor(part => part.Text).Words(2_000);
    }
}

internal sealed class PrescriptionContentValidator : AbstractValidator<PrescriptionContent>
{
    public PrescriptionContentValidator(TimeProvider clock)
    {
        RuleFor(order => order.At).Happened(clock);
        RuleFor(order => order.Medicine).Term("Say which medicine it is.");
        RuleFor(order => order.Dosage).Words(1_000);
        RuleFor(order => order.Reason).Words(500);
        RuleFor(order => order.Status).Required("Choose a status.").OneOf("active", "on-hold", "completed", "stopped", "cancelled", "draft", "unknown");
    }
}

internal sealed class AllergyContentValidator : AbstractValidator<AllergyContent>
{
    public AllergyContentValidator(TimeProvider clock)
    {
        RuleFor(allergy => allergy.At).Happened(clock);
        RuleFor(allergy => allergy.Substance).Term("Say what the patient does not bear.");
        RuleFor(allergy => allergy.ClinicalStatus).Required("Choose a status.").OneOf("active", "inactive", "resolved");
        RuleFor(allergy => allergy.Type).OneOf("allergy", "intolerance");
        RuleFor(allergy => allergy.Category).OneOf("food", "medication", "environment", "biologic");
        RuleFor(allergy => allergy.Criticality).OneOf("low", "high", "unable-to-assess");
        RuleFor(allergy => allergy.VerificationStatus).OneOf("confirmed", "unconfirmed", "presumed", "refuted");
        RuleFor(allergy => allergy.Reactions).NotNull().WithMessage("Give an empty list where no reaction is known.")
            .Must(reactions => reactions is null || reactions.Count <= 20).WithMessage("Give at most 20 reactions.");
        RuleForEach(allergy => allergy.Reactions).Required("Describe the reaction, or take it out.").Words(500);
    }
}

internal sealed class ConditionContentValidator : AbstractValidator<ConditionContent>
{
    public ConditionContentValidator(TimeProvider clock)
    {
        RuleFor(problem => problem.At).Happened(clock);
        RuleFor(problem => problem.Problem).Term("Say what the problem is.");
        RuleFor(problem => problem.ClinicalStatus).Required("Choose a status.")
            .OneOf("active", "recurrence", "relapse", "inactive", "remission", "resolved");
        RuleFor(problem => problem.VerificationStatus).OneOf("unconfirmed", "provisional", "differential", "confirmed", "refuted");
        RuleFor(problem => problem.Abatement).Must((problem, end) => end is null || end >= problem.At).WithMessage("Give an end that is not before the beginning.");
        RuleFor(problem => problem.Note).Words(5_000);
    }
}
