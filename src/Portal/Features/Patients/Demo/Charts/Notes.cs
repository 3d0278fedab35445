using System.Globalization;
using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Demo.Terms;

namespace Portal.Features.Patients.Demo.Charts;

/// <summary>A short note for each visit; it says what the rows of the visit say.</summary>
internal static class Notes
{
    private static readonly Coding Progress = Systems.Loinc("11506-3", "Progress note");
    private static readonly Coding History = Systems.Loinc("34117-2", "History and physical note");

    private static readonly Measure[] Told = [Measures.HbA1c, Measures.Ldl, Measures.Creatinine, Measures.Tsh, Measures.Hemoglobin];

    public static void Write(ChartWriter chart, DemoPerson person, Visit visit, Practice practice) =>
        chart.Add<DocumentReference, DocumentDetails>(
            visit.End, visit.Id, visit.Index == 0 ? History : Progress, new("current", "text/plain", practice.Clinician, Text(person, visit)));

    private static string Text(DemoPerson person, Visit visit) => string.Join("\n", new[]
    {
        Reason(person, visit), Findings(visit), Results(person, visit), Plan(person, visit),
    }.OfType<string>());

    private static string Reason(DemoPerson person, Visit visit)
    {
        var who = $"{visit.Age}-year-old {(person.IsFemale ? (visit.Age < 18 ? "girl" : "woman") : visit.Age < 18 ? "boy" : "man")}";
        var with = person.Problems.Count == 0 ? "" : $" with {string.Join(", ", person.Problems.Select(problem => problem.Words))}";
        return visit.Acute is { } acute
            ? $"Subjective: {who}{with}, seen for {acute.Words} since two days."
            : $"Subjective: {who}{with}, seen for a check-up. No new complaints.";
    }

    private static string Findings(Visit visit) => string.Create(
        CultureInfo.InvariantCulture,
        $"Objective: BP {visit.Measured[Measures.Systolic]}/{visit.Measured[Measures.Diastolic]} mmHg, heart rate {visit.Measured[Measures.HeartRate]}/min, "
        + $"temperature {visit.Measured[Measures.Temperature]} °C, weight {visit.Measured[Measures.Weight]} kg (BMI {visit.Measured[Measures.Bmi]}).");

    private static string? Results(DemoPerson person, Visit visit)
    {
        var told = Told.Where(visit.Measured.ContainsKey)
            .Where(measure => person.Problems.Any(problem => problem.Shifts.Any(shift => shift.Measure == measure)))
            .Select(measure => string.Create(CultureInfo.InvariantCulture, $"{measure.Code.Display.Split('[', '/')[0].Trim()} {visit.Measured[measure]} {measure.Unit}"))
            .ToList();
        return told.Count == 0 ? null : $"Results: {string.Join(", ", told)}.";
    }

    private static string Plan(DemoPerson person, Visit visit)
    {
        var lasting = person.Problems.SelectMany(problem => problem.Medicines).Select(medicine => medicine.Code.Display).ToList();
        var go = lasting.Count == 0 ? "" : $" {(visit.Index == 0 ? "Start" : "Continue")} {string.Join("; ", lasting)}.";
        return visit.Acute is { } acute
            ? $"Assessment and plan: {acute.Code.Display}. {acute.For(person).Code.Display}, {acute.For(person).Dosage}.{go}"
            : $"Assessment and plan: {(lasting.Count == 0 ? "Well." : visit.Index == 0 ? "Treatment explained." : "Treatment tolerated.")}{go} Return as agreed or sooner if anything changes.";
    }
}
