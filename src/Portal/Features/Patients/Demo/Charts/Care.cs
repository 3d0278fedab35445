using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Demo.Terms;

namespace Portal.Features.Patients.Demo.Charts;

/// <summary>Encounters, problems, medicines and allergies of a chart.</summary>
internal static class Care
{
    private static readonly Coding CheckUp = Systems.Snomed("185349003", "Encounter for check up");
    private static readonly Coding ForSymptom = Systems.Snomed("185345009", "Encounter for symptom");

    public static void WriteVisit(ChartWriter chart, Visit visit, Practice practice)
    {
        var kind = visit.Acute is null ? CheckUp : ForSymptom;
        chart.Add<Encounter, EncounterDetails>(
            visit.At, null, kind, new("finished", "AMB", visit.End, Practice.Name, practice.Clinician, visit.Acute?.Code), visit.Id);
    }

    public static void WriteAllergies(ChartWriter chart, DemoPerson person, Visit first)
    {
        foreach (var allergy in person.Allergies)
        {
            chart.Add<AllergyIntolerance, AllergyDetails>(
                first.At, first.Id, allergy.Code, new("active", allergy.Type, allergy.Category, allergy.Criticality, allergy.Reactions));
        }
    }

    public static void WriteProblems(ChartWriter chart, DemoPerson person, IReadOnlyList<Visit> visits, Practice practice)
    {
        foreach (var problem in person.Problems)
        {
            WriteProblem(chart, person, problem, visits[0], practice);
        }

        foreach (var visit in visits.Where(visit => visit.Acute is not null))
        {
            WriteAcute(chart, person, visit, practice);
        }
    }

    // A lasting problem began before the chart and was recorded at its first visit.
    private static void WriteProblem(ChartWriter chart, DemoPerson person, ProblemTerm problem, Visit first, Practice practice)
    {
        var began = first.At.AddDays(-person.Random.Int(0, 300));
        var birth = new DateTimeOffset(person.Birth.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        began = began < birth ? first.At : began;
        chart.Add<Condition, ConditionDetails>(began, first.Id, problem.Code, new("active", "confirmed", "problem-list-item", null, null));
        foreach (var medicine in problem.Medicines)
        {
            var status = person.Identity.IsDeceased ? "stopped" : "active";
            Prescribe(chart, first, medicine, status, problem.Code.Display, practice);
        }
    }

    private static void WriteAcute(ChartWriter chart, DemoPerson person, Visit visit, Practice practice)
    {
        var acute = visit.Acute!;
        var over = visit.At.AddDays(acute.Days);
        var isOver = over < person.Until;
        chart.Add<Condition, ConditionDetails>(
            visit.At.AddDays(-2), visit.Id, acute.Code,
            new(isOver ? "resolved" : "active", "confirmed", "encounter-diagnosis", isOver ? over : null, null));
        Prescribe(chart, visit, acute.For(person), isOver ? "completed" : "active", acute.Code.Display, practice);
    }

    private static void Prescribe(ChartWriter chart, Visit visit, MedicineTerm medicine, string status, string reason, Practice practice) =>
        chart.Add<MedicationRequest, MedicationDetails>(
            visit.At.AddMinutes(20), visit.Id, medicine.Code, new(status, "order", medicine.Dosage, practice.Clinician, reason));
}
