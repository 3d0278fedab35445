using System.Globalization;
using System.Text.Json;
using Portal.Features.Patients.Chart;

namespace Portal.Features.Patients.Import.Mapping;

internal static class MedicationMapper
{
    public static Charted<MedicationDetails> Map(FhirSource source)
    {
        var request = source.Resource;
        return new(
            FhirTime.Time(request, "authoredOn"),
            source.EncounterReference,
            FhirConcept.Of(request, "medicationCodeableConcept") ?? source.References.Concept(source.Entry, request.Child("medicationReference"), "Medication"),
            new MedicationDetails(
                source.Status,
                request.Text("intent"),
                Dosage(request),
                source.Words(request.Child("requester")),
                source.Reason?.Display));
    }

    private static string? Dosage(JsonElement request)
    {
        var lines = request.Items("dosageInstruction").Select(Line).Where(line => line.Length > 0);
        var text = string.Join("; ", lines);
        return text.Length == 0 ? null : text;
    }

    // The source's own words; else put together from its numbers.
    private static string Line(JsonElement dosage) =>
        dosage.Text("text") ?? string.Join(", ", new[]
        {
            FhirValue.Words(dosage.First("doseAndRate"), "doseQuantity"),
            Timing(dosage.Child("timing")),
            dosage.IsTrue("asNeededBoolean") ? "as needed" : null,
            dosage.Items("additionalInstruction").Select(one => one.Text("text") ?? one.First("coding").Text("display")).FirstOrDefault(),
        }.OfType<string>());

    private static string? Timing(JsonElement timing)
    {
        var repeat = timing.Child("repeat");
        if (repeat.Number("frequency") is not { } times || repeat.Number("period") is not { } period)
        {
            return FhirConcept.Words(timing, "code");
        }

        var unit = repeat.Text("periodUnit");
        var often = times == 1 && period != 1 ? "" : times == 1 ? "once " : string.Create(CultureInfo.InvariantCulture, $"{times:0.###} times ");
        return often + (period == 1 ? $"a {UnitOf(unit)}" : string.Create(CultureInfo.InvariantCulture, $"every {period:0.###} {UnitOf(unit)}s"));
    }

    // UCUM units of time as FHIR's Timing.repeat uses them.
    private static string UnitOf(string? unit) => unit switch
    {
        "s" => "second",
        "min" => "minute",
        "h" => "hour",
        "d" => "day",
        "wk" => "week",
        "mo" => "month",
        "a" => "year",
        _ => unit ?? "period",
    };
}
