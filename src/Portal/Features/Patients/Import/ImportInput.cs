using FluentValidation;

namespace Portal.Features.Patients.Import;

/// <summary>What is imported.</summary>
/// <param name="Paths">Files and folders.</param>
internal sealed record ImportInput(IReadOnlyList<string> Paths);

internal sealed class ImportInputValidator : AbstractValidator<ImportInput>
{
    public ImportInputValidator()
    {
        RuleFor(input => input.Paths).NotEmpty().WithMessage("Name at least one file or folder to import.");
        RuleForEach(input => input.Paths).Must(path => Path.Exists(path)).WithMessage("A path to import does not exist; check its spelling (path {CollectionIndex}, counted from 0).");
    }
}
