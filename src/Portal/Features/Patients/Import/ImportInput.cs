using FluentValidation;
using Portal.Kernel;

namespace Portal.Features.Patients.Import;

/// <summary>What is imported.</summary>
/// <param name="Paths">Files and folders.</param>
/// <param name="AssignTo">Whose care the patients are put into, if anybody's.</param>
internal sealed record ImportInput(IReadOnlyList<string> Paths, AccountId? AssignTo)
{
    /// <inheritdoc/>
    public override string ToString() => "ImportInput"; // paths can hold names of people
}

internal sealed class ImportInputValidator : AbstractValidator<ImportInput>
{
    public ImportInputValidator()
    {
        RuleFor(input => input.Paths).NotEmpty().WithMessage("Name at least one file or folder to import.");
        RuleForEach(input => input.Paths).Must(path => Path.Exists(path)).WithMessage("A path to import does not exist; check its spelling (path {CollectionIndex}, counted from 0).");
        RuleFor(input => input.AssignTo).NotEqual(default(AccountId)).WithMessage("Name the account that the patients are put into the care of, or none.");
    }
}
