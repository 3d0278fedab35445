using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Demo.Terms;

namespace Portal.Features.Patients.Demo.Charts;

/// <summary>The vital signs of a visit.</summary>
internal static class Vitals
{
    private static readonly Coding Pressure = Systems.Loinc("85354-9", "Blood pressure panel with all children optional");

    public static void Write(ChartWriter chart, DemoPerson person, Body body, Visit visit)
    {
        Measure(person, body, visit);
        foreach (var (measure, value) in visit.Measured.Where(pair => pair.Key != Measures.Systolic && pair.Key != Measures.Diastolic))
        {
            Add(chart, visit, measure.Code, value, measure.Unit, []);
        }

        Add(chart, visit, Pressure, null, null, [Part(visit, Measures.Systolic), Part(visit, Measures.Diastolic)]);
    }

    private static void Measure(DemoPerson person, Body body, Visit visit)
    {
        var years = Math.Max(0.05, (visit.At.UtcDateTime - person.Birth.ToDateTime(TimeOnly.MinValue)).TotalDays / 365.25);
        var youth = Math.Max(0, 18 - years);
        foreach (var (measure, extra) in Signs(youth, visit))
        {
            visit.Measured[measure] = body.At(measure, visit, extra);
        }

        var height = body.HeightAt(visit, years);
        var metres = height / 100;
        visit.Measured[Measures.Height] = height;
        visit.Measured[Measures.Weight] = Math.Round(visit.Measured[Measures.Bmi] * metres * metres, 1);
    }

    // Children: faster heart, lower pressure, leaner. Fever: warmer and faster.
    private static IEnumerable<(Measure Measure, double Extra)> Signs(double youth, Visit visit)
    {
        var fever = visit.Acute?.Fever ?? 0;
        yield return (Measures.Systolic, -1.5 * youth);
        yield return (Measures.Diastolic, -1.1 * youth);
        yield return (Measures.HeartRate, (2.4 * youth) + (7 * fever));
        yield return (Measures.Bmi, -0.5 * Math.Min(youth, 14));
        yield return (Measures.Temperature, fever);
        yield return (Measures.Oxygen, fever > 0.8 ? -1 : 0);
    }

    private static ObservationComponent Part(Visit visit, Measure measure) =>
        new(measure.Code, visit.Measured[measure], measure.Unit, null, null);

    private static void Add(
        ChartWriter chart, Visit visit, Coding code, decimal? value, string? unit, IReadOnlyList<ObservationComponent> parts) =>
        chart.Add<Observation, ObservationDetails>(
            visit.At.AddMinutes(5), visit.Id, code, new("final", "vital-signs", value, unit, null, null, null, parts));
}
