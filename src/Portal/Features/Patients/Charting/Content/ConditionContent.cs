using System.Globalization;
using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Charting.Content;

/// <summary>A problem.</summary>
/// <param name="At">When it began, UTC.</param>
/// <param name="Problem">What it is.</param>
/// <param name="ClinicalStatus">active, recurrence, relapse, inactive, remission or resolved.</param>
/// <param name="VerificationStatus">unconfirmed, provisional, differential, confirmed or refuted; may be <c>null</c>.</param>
/// <param name="Abatement">When it ended, UTC; not before it began.</param>
/// <param name="Note">Free text; 5,000 characters at most.</param>
public sealed record ConditionContent(
    DateTimeOffset At, Coding Problem, string ClinicalStatus, string? VerificationStatus, DateTimeOffset? Abatement, string? Note) : EntryContent(At)
{
    internal override EntryKind Kind => EntryKind.Condition;

    /// <summary>The content of an entry as a form starts with it; <c>null</c> where it cannot be read.</summary>
    public static ConditionContent? Of(ChartItem<ConditionDetails> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Details.HasValue && !item.Code.IsDamaged ? Of(item.At, item.Code.ValueOrDefault, item.Details.ValueOrDefault!) : null;
    }

    internal static ConditionContent Of(DateTimeOffset at, Coding? code, ConditionDetails details) => new(
        at, code ?? new Coding(null, null, ""), details.ClinicalStatus ?? "", EnteredInError.Unmarked(details.VerificationStatus), details.Abatement, details.Note);

    private protected override IEnumerable<(string, string?)> Named() =>
    [
        (nameof(Problem), Problem.Display), (nameof(ClinicalStatus), ClinicalStatus), (nameof(VerificationStatus), VerificationStatus),
        (nameof(Abatement), Abatement?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)), (nameof(Note), Note),
    ];
}
