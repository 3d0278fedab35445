using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Charting.Content;

/// <summary>A prescription.</summary>
/// <param name="At">When it was prescribed, UTC.</param>
/// <param name="Medicine">The medicine.</param>
/// <param name="Dosage">How to take it, in words; 1,000 characters at most. A new prescription needs it.</param>
/// <param name="Reason">What it is for; may be <c>null</c>.</param>
/// <param name="Status">FHIR status: active, on-hold, completed, stopped, cancelled, draft or unknown.</param>
public sealed record PrescriptionContent(DateTimeOffset At, Coding Medicine, string? Dosage, string? Reason, string Status = "active") : EntryContent(At)
{
    internal override EntryKind Kind => EntryKind.Prescription;

    /// <summary>The content of an entry as a form starts with it; <c>null</c> where it cannot be read.</summary>
    public static PrescriptionContent? Of(ChartItem<MedicationDetails> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Details.HasValue && !item.Code.IsDamaged ? Of(item.At, item.Code.ValueOrDefault, item.Details.ValueOrDefault!) : null;
    }

    internal static PrescriptionContent Of(DateTimeOffset at, Coding? code, MedicationDetails details) =>
        new(at, code ?? new Coding(null, null, ""), details.Dosage, details.Reason, EnteredInError.Unmarked(details.Status) ?? "");

    private protected override IEnumerable<(string, string?)> Named() =>
        [(nameof(Medicine), Medicine.Display), (nameof(Dosage), Dosage), (nameof(Reason), Reason), (nameof(Status), Status)];
}
