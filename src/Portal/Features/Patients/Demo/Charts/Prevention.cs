using Portal.Features.Patients.Chart;
using Portal.Features.Patients.Demo.Terms;

namespace Portal.Features.Patients.Demo.Charts;

/// <summary>Immunizations, procedures and care plans of a chart.</summary>
internal static class Prevention
{
    private static readonly Coding Influenza = Systems.Cvx("140", "Influenza, seasonal, injectable, preservative free");
    private static readonly Coding Reconciliation = Systems.Snomed("430193006", "Medication reconciliation");

    // From full years, to full years, vaccine: one dose falls on the first visit at that age.
    private static readonly (int From, int To, Coding Vaccine)[] Vaccines =
    [
        (0, 6, Systems.Cvx("20", "DTaP")),
        (0, 6, Systems.Cvx("10", "IPV")),
        (1, 12, Systems.Cvx("03", "MMR")),
        (1, 12, Systems.Cvx("21", "Varicella")),
        (11, 18, Systems.Cvx("165", "HPV9")),
        (11, 64, Systems.Cvx("115", "Tdap")),
        (50, 120, Systems.Cvx("187", "Zoster recombinant")),
        (65, 120, Systems.Cvx("33", "Pneumococcal polysaccharide PPV23")),
    ];

    private static readonly (ProblemTerm Problem, Coding Procedure)[] ForProblems =
    [
        (ProblemTerms.Diabetes, Systems.Words("Diabetic foot examination")),
        (ProblemTerms.Diabetes, Systems.Words("Diabetic retinal screening")),
        (ProblemTerms.Heart, Systems.Snomed("29303009", "Electrocardiographic procedure")),
        (ProblemTerms.Hypertension, Systems.Snomed("29303009", "Electrocardiographic procedure")),
        (ProblemTerms.Lung, Systems.Snomed("127783003", "Spirometry")),
    ];

    private static readonly (ProblemTerm Problem, Coding Plan, string[] Activities)[] Plans =
    [
        (ProblemTerms.Diabetes, Systems.Snomed("698360004", "Diabetes self management plan"),
            ["Measure blood glucose before breakfast", "Diabetic diet", "Exercise therapy, 30 minutes on most days", "Hemoglobin A1c every 3 to 6 months"]),
        (ProblemTerms.Hypertension, Systems.Snomed("443402002", "Lifestyle education regarding hypertension"),
            ["Measure blood pressure at home twice a week", "Diet with less salt", "Exercise therapy"]),
        (ProblemTerms.Hyperlipidemia, Systems.Words("Lipid management plan"), ["Heart-healthy diet", "Lipid panel once a year"]),
        (ProblemTerms.Obesity, Systems.Words("Weight management plan"), ["Dietary counselling", "Weigh once a week", "Exercise therapy"]),
        (ProblemTerms.Lung, Systems.Words("Lung disease management plan"), ["Stop smoking", "Deep breathing and coughing exercises", "Influenza vaccination every autumn"]),
    ];

    public static void Write(ChartWriter chart, DemoPerson person, IReadOnlyList<Visit> visits, Practice practice)
    {
        foreach (var (_, _, vaccine) in Vaccines.Where(row => visits[0].Age >= row.From && visits[0].Age <= row.To))
        {
            Immunize(chart, person, visits[0], vaccine);
        }

        foreach (var visit in visits)
        {
            WriteVisit(chart, person, visit, practice);
        }

        WriteProcedures(chart, person, visits, practice);
        WritePlans(chart, person, visits[0]);
    }

    private static void WriteVisit(ChartWriter chart, DemoPerson person, Visit visit, Practice practice)
    {
        if (visit.At.Month is 9 or 10 or 11 or 12 && visit.Acute is null)
        {
            Immunize(chart, person, visit, Influenza);
        }

        if (visit.Acute is null && person.Problems.Count > 0)
        {
            Perform(chart, visit, Reconciliation, person.Problems[0].Code.Display, practice.Clinician);
        }
    }

    private static void WriteProcedures(ChartWriter chart, DemoPerson person, IReadOnlyList<Visit> visits, Practice practice)
    {
        foreach (var (problem, procedure) in ForProblems.Where(row => person.Has(row.Problem)))
        {
            Perform(chart, person.Random.ListItem([.. visits]), procedure, problem.Code.Display, practice.Clinician);
        }

        if (visits[^1].Age is >= 45 and < 76)
        {
            Perform(chart, visits[1], Systems.Snomed("73761001", "Colonoscopy"), "Screening", practice.Clinician);
        }
    }

    private static void WritePlans(ChartWriter chart, DemoPerson person, Visit first)
    {
        foreach (var (_, plan, activities) in Plans.Where(row => person.Has(row.Problem)))
        {
            var isOver = person.Identity.IsDeceased;
            chart.Add<CarePlan, CarePlanDetails>(
                first.At, first.Id, plan, new(isOver ? "completed" : "active", isOver ? person.Identity.Deceased : null, activities));
        }
    }

    private static void Immunize(ChartWriter chart, DemoPerson person, Visit visit, Coding vaccine) =>
        chart.Add<Immunization, ImmunizationDetails>(
            visit.At.AddMinutes(25), visit.Id, vaccine, new("completed", person.Random.Replace("??####"), Practice.Name));

    private static void Perform(ChartWriter chart, Visit visit, Coding code, string reason, string performer) =>
        chart.Add<Procedure, ProcedureDetails>(
            visit.At.AddMinutes(10), visit.Id, code, new("completed", visit.At.AddMinutes(25), reason, performer));
}
