using System.Globalization;
using System.Text.Json;
using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Import.Mapping;

/// <summary>A result as a number with a unit, or in words (FHIR R4 <c>value[x]</c>).</summary>
/// <param name="Number">The number; <c>null</c> where the result is text or only a bound such as "&lt; 5", which must not be charted as 5.</param>
/// <param name="Unit">The unit (UCUM).</param>
/// <param name="Text">The result in words.</param>
internal sealed record FhirValue(decimal? Number, string? Unit, string? Text)
{
    public static FhirValue Of(JsonElement element)
    {
        if (element.Child("valueQuantity") is { ValueKind: JsonValueKind.Object } quantity)
        {
            return OfQuantity(quantity);
        }

        return element.Number("valueInteger") is { } whole ? new(whole, null, null) : new(null, null, Words(element));
    }

    /// <summary>A quantity in words: <c>5 mg/L</c>.</summary>
    public static string? Words(JsonElement quantity, string name)
    {
        var amount = quantity.Child(name);
        return amount.Number("value") is { } value ? $"{amount.Text("comparator")}{value.ToString(CultureInfo.InvariantCulture)} {UnitOf(amount)}".Trim() : null;
    }

    public static ReferenceRange? Range(JsonElement element)
    {
        var range = element.First("referenceRange");
        var (low, high, text) = (range.Child("low").Number("value"), range.Child("high").Number("value"), range.Text("text"));
        return low is null && high is null && text is null ? null : new ReferenceRange(low, high, text);
    }

    private static FhirValue OfQuantity(JsonElement quantity)
    {
        var (number, unit) = (quantity.Number("value"), UnitOf(quantity));
        return quantity.Text("comparator") is { } comparator && number is { } bound
            ? new(null, unit, $"{comparator} {bound.ToString(CultureInfo.InvariantCulture)} {unit}".Trim())
            : new(number, unit, number is null ? quantity.Child("value") is { ValueKind: JsonValueKind.Number } raw ? raw.GetRawText() : Absent(quantity) : null);
    }

    private static string? UnitOf(JsonElement quantity) => quantity.Text("unit") ?? quantity.Text("code");

    private static string? Words(JsonElement element) =>
        FhirConcept.Words(element, "valueCodeableConcept")
        ?? element.Text("valueString") ?? element.Text("valueDateTime") ?? element.Text("valueTime")
        ?? Flag(element.Child("valueBoolean"))
        ?? Pair(element.Child("valueRange"), "low", "high", "–")
        ?? Pair(element.Child("valueRatio"), "numerator", "denominator", "/")
        ?? Period(element.Child("valuePeriod"))
        ?? Absent(element);

    private static string? Flag(JsonElement flag) => flag.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    private static string? Pair(JsonElement pair, string left, string right, string between) =>
        (Words(pair, left), Words(pair, right)) switch
        {
            (null, null) => null,
            var (first, second) => $"{first} {between} {second}".Trim(),
        };

    private static string? Period(JsonElement period) =>
        period.ValueKind == JsonValueKind.Object ? $"{period.Text("start")} – {period.Text("end")}" : null;

    private static string? Absent(JsonElement element) => FhirConcept.Words(element, "dataAbsentReason");
}
