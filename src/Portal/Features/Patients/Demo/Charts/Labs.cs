using System.Globalization;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Demo.Terms;

namespace Portal.Features.Patients.Demo.Charts;

/// <summary>The laboratory results of a visit and the reports that hold them.</summary>
internal static class Labs
{
    private static readonly (Coding Code, Measure[] Measures)[] Panels =
    [
        (Systems.Loinc("51990-0", "Basic metabolic panel - Blood"), [Measures.Glucose, Measures.Creatinine, Measures.Sodium, Measures.Potassium]),
        (Systems.Loinc("57698-3", "Lipid panel with direct LDL - Serum or Plasma"), [Measures.Cholesterol, Measures.Triglycerides, Measures.Ldl, Measures.Hdl]),
        (Systems.Loinc("58410-2", "CBC panel - Blood by Automated count"), [Measures.Hemoglobin, Measures.Leukocytes, Measures.Platelets]),
        (Systems.Words("Hormones and hemoglobin A1c"), [Measures.HbA1c, Measures.Tsh]),
    ];

    public static void Write(ChartWriter chart, DemoPerson person, Body body, Visit visit)
    {
        if (!visit.HasLabs)
        {
            return;
        }

        foreach (var (code, measures) in Panels)
        {
            var results = measures.Select(measure => Result(person, body, visit, measure)).ToList();
            WritePanel(chart, visit, code, results);
        }
    }

    private static void WritePanel(ChartWriter chart, Visit visit, Coding code, List<(Measure Measure, ObservationDetails Details)> results)
    {
        var at = visit.At.AddHours(22);
        foreach (var (measure, details) in results)
        {
            chart.Add<Observation, ObservationDetails>(visit.At.AddMinutes(15), visit.Id, measure.Code, details);
        }

        chart.Add<DiagnosticReport, ReportDetails>(
            at, visit.Id, code, new("final", "LAB", [.. results.Select(result => result.Measure.Code.Display)], Conclusion(results)));
    }

    private static (Measure Measure, ObservationDetails Details) Result(DemoPerson person, Body body, Visit visit, Measure measure)
    {
        var value = measure == Measures.Cholesterol ? Total(body, visit) : ValueOf(body, visit, measure);
        var range = Measures.RangeOf(measure, person.Identity.Sex, visit.Age);
        return (measure, new("final", "laboratory", value, measure.Unit, null, range, Flag(value, range), []));
    }

    // Total = LDL + HDL + triglycerides / 5 (Friedewald 1972), so that the four of a panel agree.
    private static decimal Total(Body body, Visit visit) => Math.Round(
        ValueOf(body, visit, Measures.Ldl) + ValueOf(body, visit, Measures.Hdl) + (ValueOf(body, visit, Measures.Triglycerides) / 5));

    // Each value is drawn once a visit.
    private static decimal ValueOf(Body body, Visit visit, Measure measure)
    {
        if (!visit.Measured.TryGetValue(measure, out var value))
        {
            visit.Measured[measure] = value = body.At(measure, visit);
        }

        return value;
    }

    private static string? Flag(decimal value, ReferenceRange? range) =>
        range is null ? null : value < range.Low ? "L" : value > range.High ? "H" : "N";

    private static string Conclusion(List<(Measure Measure, ObservationDetails Details)> results)
    {
        var outside = results.Where(result => result.Details.Interpretation is "H" or "L").Select(Sentence).ToList();
        return outside.Count == 0 ? "All results within the reference range." : $"Outside the reference range: {string.Join("; ", outside)}.";
    }

    private static string Sentence((Measure Measure, ObservationDetails Details) result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Measure.Code.Display.Split('[', '/')[0].Trim()} {result.Details.Value} {result.Measure.Unit} ({(result.Details.Interpretation == "H" ? "high" : "low")})");
}
