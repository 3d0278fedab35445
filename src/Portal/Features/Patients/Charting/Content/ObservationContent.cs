using System.Globalization;
using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Charting.Content;

/// <summary>A vital sign, a lab result or a survey's answer: a number with its unit, or words, or parts.</summary>
/// <param name="At">When it was measured, UTC.</param>
/// <param name="Code">What was measured.</param>
/// <param name="Category">FHIR observation category: vital-signs, laboratory, survey, social-history, exam, imaging, procedure, therapy or activity.</param>
/// <param name="Value">The number; <c>null</c> where the result is words or parts.</param>
/// <param name="Unit">The unit (UCUM); only with a number.</param>
/// <param name="Text">The result in words.</param>
/// <param name="Parts">Parts, such as systolic and diastolic pressure; empty for a simple result.</param>
public sealed record ObservationContent(
    DateTimeOffset At, Coding Code, string? Category, decimal? Value, string? Unit, string? Text, IReadOnlyList<ObservationPart> Parts) : EntryContent(At)
{
    internal override EntryKind Kind => EntryKind.Observation;

    /// <summary>A blood pressure in mm[Hg] (LOINC 85354-9 with 8480-6 and 8462-4).</summary>
    public static ObservationContent BloodPressure(DateTimeOffset at, decimal systolic, decimal diastolic) => new(
        at, Loinc("85354-9", "Blood pressure"), "vital-signs", null, null, null,
        [new(Loinc("8480-6", "Systolic blood pressure"), systolic, "mm[Hg]", null), new(Loinc("8462-4", "Diastolic blood pressure"), diastolic, "mm[Hg]", null)]);

    /// <summary>The content of an entry as a form starts with it; <c>null</c> where it cannot be read.</summary>
    public static ObservationContent? Of(ChartItem<ObservationDetails> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item.Details.HasValue && !item.Code.IsDamaged ? Of(item.At, item.Code.ValueOrDefault, item.Details.ValueOrDefault!) : null;
    }

    internal static ObservationContent Of(DateTimeOffset at, Coding? code, ObservationDetails details) => new(
        at, code ?? new Coding(null, null, ""), details.Category, details.Value, details.Unit, details.Text,
        [.. details.Components.Select(part => new ObservationPart(part.Code, part.Value, part.Unit, part.Text))]);

    private protected override IEnumerable<(string, string?)> Named() =>
    [
        (nameof(Code), Code.Display), (nameof(Category), Category), (nameof(Value), Value?.ToString(CultureInfo.InvariantCulture)),
        (nameof(Unit), Unit), (nameof(Text), Text), (nameof(Parts), string.Join("; ", Parts.Select(part => part.InWords()))),
    ];

    private static Coding Loinc(string code, string display) => new("http://loinc.org", code, display);
}

/// <summary>A part of a result.</summary>
/// <param name="Code">What was measured.</param>
/// <param name="Value">The number; <c>null</c> where the result is words.</param>
/// <param name="Unit">The unit (UCUM); only with a number.</param>
/// <param name="Text">The result in words.</param>
public sealed record ObservationPart(Coding Code, decimal? Value, string? Unit, string? Text)
{
    internal string InWords() => string.Create(CultureInfo.InvariantCulture, $"{Code.Display}: {Value} {Unit} {Text}").TrimEnd();

    // Record printing would put health data into a log line by accident.
    /// <inheritdoc/>
    public override string ToString() => "ObservationPart";
}
