using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Charting.Content;

/// <summary>An allergy or intolerance.</summary>
/// <param name="At">When it was first seen or told, UTC.</param>
/// <param name="Substance">What the patient does not bear.</param>
/// <param name="ClinicalStatus">active, inactive or resolved.</param>
/// <param name="Type">allergy or intolerance; may be <c>null</c>.</param>
/// <param name="Category">food, medication, environment or biologic; may be <c>null</c>.</param>
/// <param name="Criticality">low, high or unable-to-assess; may be <c>null</c>.</param>
/// <param name="Reactions">What happened, in words; 20 at most.</param>
/// <param name="VerificationStatus">confirmed, unconfirmed, presumed or refuted; may be <c>null</c>.</param>
public sealed record AllergyContent(
    DateTimeOffset At,
    Coding Substance,
    string ClinicalStatus,
    string? Type,
    string? Category,
    string? Criticality,
    IReadOnlyList<string> Reactions,
    string? VerificationStatus = null) : EntryContent(At)
{
    internal override EntryKind Kind => EntryKind.Allergy;

    /// <summary>The content of an entry as a form starts with it; <c>null</c> where it cannot be read.</summary>
    public static AllergyContent? Of(ChartItem<AllergyDetails> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Details.HasValue && !item.Code.IsDamaged ? Of(item.At, item.Code.ValueOrDefault, item.Details.ValueOrDefault!) : null;
    }

    internal static AllergyContent Of(DateTimeOffset at, Coding? code, AllergyDetails details) => new(
        at, code ?? new Coding(null, null, ""), details.ClinicalStatus ?? "", details.Type, details.Category, details.Criticality, details.Reactions,
        EnteredInError.Unmarked(details.VerificationStatus));

    private protected override IEnumerable<(string, string?)> Named() =>
    [
        (nameof(Substance), Substance.Display), (nameof(ClinicalStatus), ClinicalStatus), (nameof(Type), Type), (nameof(Category), Category),
        (nameof(Criticality), Criticality), (nameof(Reactions), string.Join("; ", Reactions)), (nameof(VerificationStatus), VerificationStatus),
    ];
}
