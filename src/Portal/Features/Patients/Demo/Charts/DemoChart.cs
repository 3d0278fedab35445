namespace Portal.Features.Patients.Demo.Charts;

/// <summary>Writes the whole chart of an invented patient.</summary>
internal static class DemoChart
{
    public static void Write(ChartWriter chart, DemoPerson person, string clinician)
    {
        var (visits, body, practice) = (Visit.Of(person), new Body(person), new Practice(clinician));
        Care.WriteAllergies(chart, person, visits[0]);
        Care.WriteProblems(chart, person, visits, practice);
        foreach (var visit in visits)
        {
            Care.WriteVisit(chart, visit, practice);
            Vitals.Write(chart, person, body, visit);
            Labs.Write(chart, person, body, visit);
            Notes.Write(chart, person, visit, practice);
        }

        Prevention.Write(chart, person, visits, practice);
        Bills.Write(chart, person, visits);
    }
}
