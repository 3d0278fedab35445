using FluentValidation;
using Portal.Features.Patients.Charting.Content;

namespace Portal.Features.Patients.Charting;

/// <summary>A correction of an entry.</summary>
/// <param name="Kind">The kind of entry.</param>
/// <param name="EntryId">The entry.</param>
/// <param name="ExpectedVersion">The version that the author read; a newer one is a conflict, and nothing is changed.</param>
/// <param name="Content">What it shall say; <c>null</c> where it is marked as entered in error.</param>
/// <param name="EnteredInError">Marks it as an entry that should never have been made. It stays in the record, struck through; a later correction takes the mark away.</param>
/// <param name="Reason">Why, in the author's words; 500 characters at most.</param>
public sealed record CorrectEntryInput(EntryKind Kind, Guid EntryId, int ExpectedVersion, EntryContent? Content, bool EnteredInError, string Reason)
{
    // Record printing would put health data into a log line by accident.
    /// <inheritdoc/>
    public override string ToString() => "CorrectEntryInput";
}

internal sealed class CorrectEntryValidator : AbstractValidator<CorrectEntryInput>
{
    public CorrectEntryValidator(TimeProvider clock)
    {
        RuleFor(input => input.Kind).Must(kind => Enum.IsDefined(kind) && kind != EntryKind.None).WithMessage("Say what kind of entry it is.");
        RuleFor(input => input.ExpectedVersion).GreaterThan(0).WithMessage("Open the entry again: its version is missing.");
        RuleFor(input => input.Reason).Required("Say why you change it.").Words(500);
        RuleFor(input => input.Content)
            .Must((input, content) => input.EnteredInError == (content is null)).WithMessage("Either write the correction, or mark the entry as entered in error.")
            .Must((input, content) => content is null || content.Kind == input.Kind).WithMessage("The correction is of another kind than the entry: open the entry again.")
            .SetInheritanceValidator(content => content
                .Add(new NoteContentValidator(clock))
                .Add(new ObservationContentValidator(clock))
                .Add(new PrescriptionContentValidator(clock))
                .Add(new AllergyContentValidator(clock))
                .Add(new ConditionContentValidator(clock)));
    }
}
