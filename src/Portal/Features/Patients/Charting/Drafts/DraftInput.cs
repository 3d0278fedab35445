using FluentValidation;

namespace Portal.Features.Patients.Charting.Drafts;

/// <summary>What stands in a form that was not saved.</summary>
/// <param name="Kind">The kind of entry.</param>
/// <param name="EntryId">The entry that is being corrected; <c>null</c> for a new one.</param>
/// <param name="EntryVersion">The version that the correction stands on; 0 for a new one.</param>
/// <param name="Fields">The fields' text by their names. It need not be in order: it was not finished.</param>
/// <param name="Before">What the same form kept last, to be replaced; <c>null</c> at first.</param>
public sealed record DraftInput(EntryKind Kind, Guid? EntryId, int EntryVersion, IReadOnlyDictionary<string, string> Fields, DraftMark? Before = null)
{
    /// <inheritdoc/>
    public override string ToString() => "DraftInput";
}

/// <summary>One kept text as a form knows it: replaced or deleted is only what is as it was then.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Version">How often it was kept.</param>
public sealed record DraftMark(Guid Id, int Version);

/// <summary>A draft as it is offered again.</summary>
/// <param name="Mark">Which one it is.</param>
/// <param name="Kind">The kind of entry.</param>
/// <param name="EntryId">The entry that was being corrected; <c>null</c> for a new one.</param>
/// <param name="EntryVersion">The version that the correction stood on.</param>
/// <param name="KeptAt">When it was last kept.</param>
/// <param name="Fields">The fields' text by their names.</param>
public sealed record KeptDraft(DraftMark Mark, EntryKind Kind, Guid? EntryId, int EntryVersion, DateTimeOffset KeptAt, IReadOnlyDictionary<string, string> Fields)
{
    /// <inheritdoc/>
    public override string ToString() => "KeptDraft";
}

internal sealed class DraftInputValidator : AbstractValidator<DraftInput>
{
    private const int MaxFields = 20;
    private const int MaxName = 40;
    // The longest field is a note of 50,000 characters.
    private const int MaxText = 60_000;

    public static readonly DraftInputValidator Instance = new();

    public DraftInputValidator()
    {
        RuleFor(input => input.Kind).Must(DraftRules.IsKind).WithMessage("Say what kind of entry it is.");
        RuleFor(input => input.EntryVersion).GreaterThanOrEqualTo(0).WithMessage("Open the form again: it has no version.");
        RuleFor(input => input.Before!).SetValidator(DraftMarkValidator.Instance).When(input => input.Before is not null);
        RuleFor(input => input.Fields).Must(IsSmall).WithMessage("This is too long to be kept.");
    }

    private static bool IsSmall(IReadOnlyDictionary<string, string>? fields) =>
        fields is { Count: <= MaxFields } && fields.All(field => field.Key.Length <= MaxName) && fields.Sum(field => field.Value.Length) <= MaxText;
}

internal sealed class DraftMarkValidator : AbstractValidator<DraftMark>
{
    public static readonly DraftMarkValidator Instance = new();

    public DraftMarkValidator()
    {
        RuleFor(mark => mark.Id).NotEmpty().WithMessage("Say which draft it is.");
        RuleFor(mark => mark.Version).GreaterThan(0).WithMessage("Open the form again: the draft has no version.");
    }
}

internal static class DraftRules
{
    /// <summary>How long a draft is kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    public static bool IsKind(EntryKind kind) => Enum.IsDefined(kind) && kind != EntryKind.None;
}
